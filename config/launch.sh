# Sourced by the launchers of the built programs, with $module and $artifact set, and in $long the commands that may take long: runs the module's jar.
jar=$(find "$module/target" -maxdepth 1 -name "$artifact-*.jar" 2>/dev/null | head -n 1)
if [ -z "$jar" ] || [ ! -d "$module/target/lib" ]; then
  echo "$(basename "$0"): not built yet; run ./mvnw -DskipTests package at the top of the repository" >&2
  exit 1
fi
# What the JVM learnt in an earlier run (test-images/lab train), if that was one of these very jars: it would run the old code.
cache=$module/target/$(basename "$0").aot
# What ends soon is over before most of what the compilers do for it has paid: they wait for ten times as many calls.
case " ${long:-${1:-}} " in
  *" ${1:-} "*) set -- -jar "$jar" "$@" ;;
  *) set -- -XX:CompileThresholdScaling=10 -jar "$jar" "$@" ;;
esac
if [ "$cache" -nt "$jar" ] && [ -z "$(find "$module/target/lib" -newer "$cache")" ]; then
  set -- -Xlog:aot=off,cds=off "-XX:AOTCache=$cache" "$@"
fi
# One small collector, no profiling file, and zstd-jni's JNI classes in place of its foreign-function ones: a fifth less
# memory, a third less processor time (docs/benchmarks.md).
# JNA asks no ldconfig where libraries are: ours are named whole; picocli looks for no library of Groovy's.
exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:-UsePerfData -XX:TieredStopAtLevel=${tier:-4} \
  -Xmx${heap:-256m} ${young:+-Xmn$young} -Djdk.util.jar.enableMultiRelease=false -Djna.platform.library.path= \
  -Dpicocli.disable.closures=true "$@"
