#!/bin/sh
# As config/launch.sh starts the programs, with classes that are read from an archive. Methods are compiled late:
# translated machine code is dear where a virtual machine runs inside another.
exec /opt/java/bin/java -XX:+UseSerialGC -XX:-UsePerfData -XX:TieredStopAtLevel=1 -Xmx64m \
  -XX:CompileThresholdScaling=100 -XX:AOTCache=@ARCHIVE@ \
  -Djdk.util.jar.enableMultiRelease=false --enable-native-access=ALL-UNNAMED \
  -Dpicocli.disable.closures=true -Dpicocli.converters.excludes=java.sql.+ \
  -cp @CLASSPATH@ @MAIN@ "$@" @OPENED@
