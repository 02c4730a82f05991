package dev.bildwerk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** {@code bildwerk safety hashes} from its arguments to its words. */
class HashesTest extends OwnDataFolder {
    private static final String ONE = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22";
    private static final String NEAR_ONE = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9000";
    private static final String TWO = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static Run run(String... arguments) {
        return command(Stream.concat(Stream.of("safety", "hashes"), Stream.of(arguments)).toArray(String[]::new));
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    private String picture(String name, int seed, boolean mirrored) throws IOException {
        BufferedImage image = new BufferedImage(240, 200, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        if (mirrored) {
            graphics.translate(240, 0);
            graphics.scale(-1, 1);
        }
        Random random = new Random(seed);
        for (int disc = 0; disc < 20; disc++) {
            graphics.setColor(new Color(random.nextInt(1 << 24)));
            graphics.fillOval(random.nextInt(200), random.nextInt(160), 30 + random.nextInt(60), 30 + random.nextInt(60));
        }
        graphics.dispose();
        Path file = folder.resolve(name);
        ImageIO.write(image, "png", file.toFile());
        return file.toString();
    }

    @Test
    void importsListsAndTellsWhatWasInThem() throws IOException {
        String first = file("first.csv", "hash,reason,source,date\n%s,artist,Jo Example,2026-01-02\n".formatted(ONE));
        String second = file("second.txt", ONE + "\n" + TWO + ",80\n" + TWO + "\n" + NEAR_ONE + ",12\n");

        Run run = run("import", first, second, "--reason", "victim", "--date", "2026-11-27");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .containsExactly(
                        first + ": 1 added, 0 already there, 0 twice in the file, 0 of other kinds, 0 of poor quality",
                        second + ": 1 added, 1 already there, 1 twice in the file, 0 of other kinds, 1 of poor quality");
        assertThat(run("list").out().lines())
                .containsExactly(ONE + "  artist    2026-01-02  Jo Example", TWO + "  victim    2026-11-27  second.txt");
        assertThat(run("list", "--source", "second.txt").out()).startsWith(TWO).hasLineCount(1);
    }

    @Test
    void takesNothingWhereOneLineIsWrong() throws IOException {
        Run run = run("import", file("good.txt", ONE), file("bad.txt", TWO + "\nnonsense"), "--json");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("Line 2 of", "bad.txt").hasLineCount(1);
        assertThat(JSON.readTree(run.out()).at("/error/code").asText()).isEqualTo("hashes.length");
        assertThat(run("list").out()).isEmpty();
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void blocksAPictureAndKnowsItWhenItIsMirrored() throws IOException {
        String picture = picture("one.png", 1, false);
        String mirrored = picture("mirrored.png", 1, true);
        String other = picture("other.png", 2, false);

        Run added = run("add", picture, "--reason", "artist", "--source", "Jo Example");
        Run check = run("check", mirrored, other, "--json");

        assertThat(added.exitCode()).as(added.err()).isZero();
        assertThat(check.exitCode()).isEqualTo(3);
        List<String> lines = check.out().lines().toList();
        JsonNode match = JSON.readTree(lines.get(0)).at("/matches/0");
        assertThat(match.get("hash").asText()).isEqualTo(added.out().strip());
        assertThat(match.get("placement").asText()).isEqualTo("mirrored");
        assertThat(match.get("source").asText()).isEqualTo("Jo Example");
        assertThat(match.get("date").asText()).isEqualTo(LocalDate.now().toString());
        assertThat(JSON.readTree(lines.get(1)).get("blocked").asBoolean()).isFalse();
        assertThat(run("check", other).exitCode()).isZero();
        assertThat(run("remove", picture).out()).isEqualTo(added.out());
        assertThat(run("check", picture, mirrored).exitCode()).isZero();
    }

    @Test
    void checksHashesAndLists() throws IOException {
        run("add", ONE);

        Run run = run("check", NEAR_ONE, TWO, file("list.txt", TWO + "\n" + ONE));

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out().lines()).hasSize(4);
        assertThat(run.out()).contains(
                NEAR_ONE + ": like " + ONE, "5 bits differ, as is", TWO + ": not blocked", "0 bits differ");
    }

    @Test
    void doesNotBlockAPictureWithLittleToSee() throws IOException {
        Path flat = folder.resolve("flat.png");
        ImageIO.write(new BufferedImage(90, 90, BufferedImage.TYPE_INT_RGB), "png", flat.toFile());

        Run add = run("add", flat.toString(), "--json");
        Run check = run("check", flat.toString());

        assertThat(add.exitCode()).isEqualTo(2);
        assertThat(JSON.readTree(add.out()).at("/error/code").asText()).isEqualTo("hashes.quality");
        assertThat(check.exitCode()).isZero();
        assertThat(check.err()).contains("too little").hasLineCount(1);
    }

    @Test
    void exportsWhatImportsElsewhere() throws IOException {
        run("add", ONE, "--reason", "artist", "--source", "Jo, \"the\" Example", "--date", "2025-05-06");
        run("add", TWO, "--date", "2025-05-07");
        String before = run("list").out();
        for (String format : List.of("csv", "threatexchange")) {
            String file = folder.resolve(format + ".csv").toString();
            assertThat(run("export", file, "--format", format).out().strip()).isEqualTo(file);
            run("remove", ONE, TWO);
            assertThat(run("list").out()).isEmpty();
            run("import", file, "--source", "");
            assertThat(run("list").out()).isEqualTo(before);
        }
        String lines = folder.resolve("lines.txt").toString();
        run("export", lines, "--format", "lines", "--reason", "artist");
        assertThat(Path.of(lines)).content().isEqualTo(ONE + "\n");
        Run again = run("export", lines);
        assertThat(again.exitCode()).isEqualTo(5);
        assertThat(again.err()).contains("exists", "--force");
        assertThat(run("export", lines, "--force").exitCode()).isZero();
    }

    @Test
    void removesAWholeSource() {
        run("add", ONE, "--source", "a list");
        run("add", TWO, "--source", "another");

        assertThat(run("remove", "--source", "a list").out()).isEqualTo(ONE + System.lineSeparator());

        assertThat(run("list").out()).startsWith(TWO).hasLineCount(1);
        Run nothing = run("remove", ONE);
        assertThat(nothing.exitCode()).isEqualTo(2);
        assertThat(nothing.err()).contains("Nothing of that");
        assertThat(run("remove").exitCode()).isEqualTo(2);
        assertThat(run("list").out()).hasLineCount(1);
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        assertThat(run("add", "nowhere.png").err()).contains("nowhere.png", "check the path").hasLineCount(1);
        assertThat(run("add", ONE, "--reason", "because").err()).contains("takedown").hasLineCount(1);
        assertThat(run("add", ONE, "--date", "yesterday").err()).contains("yesterday").hasLineCount(1);
        assertThat(run("add", ONE, "--source", "x".repeat(201)).exitCode()).isEqualTo(2);
        assertThat(run("check", file("a.txt", "abc")).err()).contains("Line 1").hasLineCount(1);
        assertThat(run("import", folder.resolve("none.csv").toString()).exitCode()).isEqualTo(2);
        run("add", ONE);
        Files.writeString(folder.resolve("data/blocked-hashes.csv"), "hash\nbroken");
        Run list = run("list");
        assertThat(list.exitCode()).isEqualTo(2);
        assertThat(list.err()).contains("Line 2", "blocked-hashes.csv");
    }

    @Test
    void explainsItself() {
        assertThat(run().out()).contains("import", "export", "add", "remove", "list", "check");
        assertThat(run("import", "--help").out()).contains("FILE", "--reason");
    }
}
