#!/bin/sh
# Makes a folder that runs Bildwerk where neither Java nor Maven nor a network is: a Java runtime of its own (jlink), the jars,
# the default model, and what the parity check needs.
#
#   cli/launcher/make-image.sh [--cuda] [--pieces MEGABYTES] FOLDER
#
#   --cuda              with libtorch's build for CUDA beside the one for the processor, which draws where NVIDIA's libraries
#                       are missing
#   --pieces MEGABYTES  also FOLDER.pieces/image.tar.00, .01, ...: the folder in pieces of this size, to be carried;
#                       "cat image.tar.* | tar -x" puts it together
#
# In the folder: bin/bildwerk ARGUMENTS, and bin/parity DEVICE. See docs/performance.md, "CUDA".
set -eu

cuda=no
megabytes=
while [ $# -gt 1 ]; do
    case $1 in
        --cuda) cuda=yes ;;
        --pieces)
            megabytes=$2
            shift
            ;;
        *) break ;;
    esac
    shift
done
if [ $# -ne 1 ]; then
    echo 'make-image.sh [--cuda] [--pieces MEGABYTES] FOLDER' >&2
    exit 2
fi
[ ! -e "$1" ] || { echo "$1 exists; name a new folder." >&2; exit 2; }

root=$(CDPATH='' cd -- "$(dirname "$0")/../.." && pwd -P)
. "$root/cli/launcher/find-jdk.sh"
find_jdk || { echo "$JDK_PROBLEM" >&2; exit 69; }

mkdir -p "$1"
image=$(CDPATH='' cd -- "$1" && pwd -P)

profile=
[ $cuda = no ] || profile=-Pcuda
rm -rf "$root/cli/target/lib"
# -DskipTests compiles the tests: the parity check is one of their classes.
# shellcheck disable=SC2086
JAVA_HOME=$JDK mvn -q -B -ntp $profile ${MAVEN_OPTIONS:-} -f "$root/pom.xml" -pl cli -am -DskipTests package

"$JDK/bin/jlink" --output "$image/java" --strip-debug --no-header-files --no-man-pages --compress zip-6 \
    --add-modules java.base,java.desktop,java.logging,java.management,java.net.http,java.xml,jdk.management,jdk.unsupported

mkdir "$image/lib" "$image/models" "$image/parity" "$image/bin"
cp "$root"/cli/target/bildwerk-cli-*.jar "$root"/cli/target/lib/*.jar "$image/lib"
cp -R "$root/models/bildwerk-mini" "$image/models"
cp -R "$root/diffusion/target/test-classes/." "$image/parity"
# The parity check compares by AssertJ, which the command itself does without.
assertj=$(find "${MAVEN_REPOSITORY:-$HOME/.m2/repository}/org/assertj/assertj-core" "${MAVEN_REPOSITORY:-$HOME/.m2/repository}/net/bytebuddy/byte-buddy" \
    -name '*.jar' ! -name '*sources*')
for jar in $assertj; do
    cp "$jar" "$image/parity"
done

for name in bildwerk parity; do
    main=dev.bildwerk.cli.Main
    path='$here/lib/*'
    arguments='"$@"'
    if [ $name = parity ]; then
        main=dev.bildwerk.diffusion.parity.DeviceParity
        path='$here/lib/*:$here/parity:$here/parity/*'
        arguments='"${1:-auto}" "$here/models/bildwerk-mini"'
    fi
    cat > "$image/bin/$name" <<END
#!/bin/sh
here=\$(CDPATH='' cd -- "\$(dirname "\$0")/.." && pwd -P)
export OMP_WAIT_POLICY="\${OMP_WAIT_POLICY:-passive}" LC_CTYPE="\${LC_CTYPE:-C.UTF-8}"
exec "\$here/java/bin/java" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -Djava.awt.headless=true \\
    -Dbildwerk.home="\$here" \${BILDWERK_JAVA_OPTIONS:-} \\
    -cp "$path" $main $arguments
END
    chmod +x "$image/bin/$name"
done

if [ -n "$megabytes" ]; then
    mkdir "$image.pieces"
    tar -C "$(dirname "$image")" -cf - "$(basename "$image")" | split -b "${megabytes}m" -d - "$image.pieces/image.tar."
fi
