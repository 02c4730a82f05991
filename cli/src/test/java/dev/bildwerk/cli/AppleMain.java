package dev.bildwerk.cli;

/** The command as a process of its own, with {@link AppleGuard}. */
final class AppleMain {
    private AppleMain() {}

    public static void main(String[] arguments) {
        System.exit(Main.run(System.out, System.err, AppleGuard::new, arguments));
    }
}
