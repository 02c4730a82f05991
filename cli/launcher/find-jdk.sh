# Sourced by the launcher and by .ci/run: finds a JDK 25 or newer without starting any.
# POSIX sh. Reads the `release` file that every JDK carries, because starting each candidate would cost half a second.

JDK_NEEDED=25

# is_jdk DIRECTORY: true if it is a JDK (not a JRE) of the needed version
is_jdk() {
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    while IFS= read -r line || [ -n "$line" ]; do
        case $line in
            JAVA_VERSION=*)
                version=${line#JAVA_VERSION=}
                version=${version#\"}
                version=${version%%[!0-9]*}
                [ -n "$version" ] && [ "$version" -ge "$JDK_NEEDED" ]
                return
                ;;
        esac
    done < "$1/release"
    return 1
}

# home_of_command: prints the JDK that `java` on the PATH belongs to
home_of_command() {
    command=$(command -v java) || return 1
    command=$(readlink -f "$command" 2>/dev/null) || return 1
    command=${command%/java}
    printf '%s\n' "${command%/bin}"
}

# find_jdk: sets JDK; on failure returns 1 with a sentence in JDK_PROBLEM
find_jdk() {
    JDK=
    JDK_PROBLEM="Bildwerk needs JDK $JDK_NEEDED or newer and found none:\
 install one (for example from https://adoptium.net) or point JAVA_HOME at it."
    if [ -n "${BILDWERK_JAVA_HOME:-}" ]; then
        if is_jdk "$BILDWERK_JAVA_HOME"; then
            JDK=$BILDWERK_JAVA_HOME
            return 0
        fi
        JDK_PROBLEM="BILDWERK_JAVA_HOME names $BILDWERK_JAVA_HOME, which is no JDK $JDK_NEEDED or newer:\
 correct it or unset it."
        return 1
    fi
    for candidate in \
        "${JAVA_HOME:-}" \
        "$(home_of_command)" \
        /usr/lib/jvm/* \
        /usr/lib64/jvm/* \
        /usr/java/* \
        /usr/local/lib/jvm/* \
        /opt/java/* \
        /opt/jdk* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        "$HOME"/.sdkman/candidates/java/* \
        "$HOME"/.jdks/* \
        "$HOME"/.local/share/mise/installs/java/* \
        "$HOME"/.asdf/installs/java/*
    do
        if [ -n "$candidate" ] && is_jdk "$candidate"; then
            JDK=$candidate
            return 0
        fi
    done
    return 1
}

# name_of_jdk: sets JDK_NAME to what tells JDK's version and maker from others, fit for a file's name; 1 if it has none
name_of_jdk() {
    JDK_NAME=
    while IFS= read -r line || [ -n "$line" ]; do
        case $line in
            IMPLEMENTOR_VERSION=* | JAVA_RUNTIME_VERSION=*)
                version=${line#*=\"}
                JDK_NAME=$JDK_NAME${JDK_NAME:+_}${version%\"}
                ;;
        esac
    done < "$JDK/release"
    case $JDK_NAME in
        '' | *[!0-9A-Za-z.+_-]*) return 1 ;;
    esac
}
