# Sourced by the launchers: finds a JDK 25 and a Maven, or says what to install.
# Sets JAVA_HOME (exported) and the function maven.

# The feature version of the JDK in a directory, from its release file: 25 for instance.
jdk_version() {
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

# JDKs where distributions, vendors and people put them.
jdk_candidates() {
  [ -n "${JAVA_HOME:-}" ] && printf '%s\n' "$JAVA_HOME"
  if command -v javac >/dev/null 2>&1; then
    dirname "$(dirname "$(readlink -f "$(command -v javac)")")"
  fi
  for dir in /usr/lib/jvm/* /usr/java/* /opt/*jdk* /opt/java/* "$HOME"/.jdks/* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.local/share/mise/installs/java/*; do
    [ -x "$dir/bin/javac" ] && printf '%s\n' "$dir"
  done
}

find_jdk() {
  jdk_candidates | while read -r dir; do
    if [ "$(jdk_version "$dir")" = 25 ] && [ -x "$dir/bin/javac" ]; then
      printf '%s\n' "$dir"
      break
    fi
  done
}

JAVA_HOME=$(find_jdk)
if [ -z "$JAVA_HOME" ]; then
  cat >&2 <<'MESSAGE'
No JDK 25 found. Looked at JAVA_HOME, the javac on the PATH, /usr/lib/jvm, /opt and the usual
places in the home directory. Install one and run this again, for instance:
  Debian 13 or later   apt install openjdk-25-jdk-headless
  any other            Temurin 25 from https://adoptium.net, unpacked anywhere;
                       then: JAVA_HOME=/where/it/is ./demo
MESSAGE
  exit 1
fi
export JAVA_HOME

# The Maven that is installed, or else the one that the wrapper brings.
maven() {
  if command -v mvn >/dev/null 2>&1; then
    mvn "$@"
  else
    ./mvnw "$@"
  fi
}
