package dev.bildwerk.safety.watermark;

import dev.bildwerk.diffusion.picture.Box;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.picture.Resampling;
import java.awt.image.BufferedImage;
import java.io.*;
import java.nio.file.*;
import java.util.*;
import java.util.function.*;
import javax.imageio.*;
import javax.imageio.stream.ImageOutputStream;

final class WatermarkMeasurement {
    public static void main(String[] a) throws Exception {
        byte[] key = new byte[32]; for (int i = 0; i < 32; i++) key[i] = (byte) (i * 7 + Integer.getInteger("key", 1));
        Carriers carriers = new Carriers(key);
        KEY = key;
        switch (a[0]) {
            case "robust" -> robust(carriers, native128(Integer.parseInt(a[1])));
            case "robust512" -> robust(carriers, large(Integer.parseInt(a[1])));
            case "cpu" -> { var list = native128(120); var rd = new WatermarkReader(carriers); for (int round = 0; round < 4; round++) { long t = cpu(); for (Picture p : list) rd.read(p); System.out.printf("%.1f ms cpu%n", (cpu() - t) / 1e6 / list.size()); } }
            case "false" -> falsePositives(carriers, Integer.parseInt(a[1]));
            case "show" -> show(carriers, Path.of(a[1]));
            case "sheet" -> { var l = native128(40); BufferedImage im = new BufferedImage(128 * 8, 128 * 5, 1); for (int i = 0; i < 40; i++) im.getGraphics().drawImage(l.get(i).toImage(), i % 8 * 128, i / 8 * 128, null); ImageIO.write(im, "png", new File("/tmp/mark/sheet.png")); }
            case "speed" -> speed(carriers);
        }
    }

    static byte[] KEY;
    static long cpu() { return java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime(); }

    static List<Picture> native128(int n) throws IOException {
        List<Picture> all = new ArrayList<>();
        try (var s = Files.walk(Path.of("/work/gpu/report/pictures"))) {
            for (Path p : s.filter(f -> f.toString().endsWith(".png")).sorted().toList()) all.add(Picture.of(ImageIO.read(p.toFile())));
        }
        Collections.shuffle(all, new Random(3));
        while (all.size() > n) all.removeLast();
        Random r = new Random(5);
        try (RandomAccessFile f = new RandomAccessFile("/work/data/v4/pictures.u8", "r")) {
            long count = f.length() / (128 * 128 * 3);
            while (all.size() < n) {
                f.seek((r.nextLong() >>> 1) % count * 128 * 128 * 3);
                byte[] b = new byte[128 * 128 * 3]; f.readFully(b);
                all.add(new Picture(128, 128, b));
            }
        }
        return all;
    }

    static List<Picture> photographs() throws IOException {
        List<Picture> all = new ArrayList<>();
        ImageIO.setUseCache(false);
        try (var f = Files.walk(Path.of("/tmp/mark/debs/x"))) {
            for (Path p : f.filter(q -> q.toString().endsWith(".jpg") && Files.isRegularFile(q)).sorted().toList()) {
                if (p.toString().contains("_3840") || p.toString().contains("_5640")) continue;
                Picture q = Picture.of(ImageIO.read(p.toFile()));
                double s = 800.0 / Math.min(q.width(), q.height());
                all.add(s < 1 ? q.resized((int) (q.width() * s), (int) (q.height() * s), Resampling.LANCZOS) : q);
            }
        }
        return all;
    }

    static List<Picture> large(int n) throws IOException {
        List<Picture> small = native128(Math.max(n, 120)), photos = photographs(), out = new ArrayList<>();
        Random r = new Random(9);
        for (int i = 0; i < n; i++) {
            out.add(switch (i % 4) {
                case 0 -> small.get(i % small.size()).resized(512, 512, Resampling.LANCZOS);
                case 1 -> sheet(small, r);
                case 2 -> any(photos.get(i / 4 % photos.size()), 512, 512, r);
                default -> texture(r, 512, 512);
            });
        }
        return out;
    }

    static Picture any(Picture p, int w, int h, Random r) {
        w = Math.min(w, p.width()); h = Math.min(h, p.height());
        return p.cropped(new Box(r.nextInt(p.width() - w + 1), r.nextInt(p.height() - h + 1), w, h));
    }

    static void falsePositives(Carriers carriers, int n) throws IOException {
        WatermarkReader reader = new WatermarkReader(carriers);
        List<Picture> drawn = native128(120), photos = photographs(), textures = new ArrayList<>();
        Random r = new Random(2026);
        for (int i = 0; i < 40; i++) textures.add(texture(r, 512, 512));
        int found = 0, above = 0, promising = 0; double most = 0; int[] histogram = new int[40];
        try (RandomAccessFile f = new RandomAccessFile("/work/data/v4/pictures.u8", "r")) {
            long count = f.length() / (128 * 128 * 3);
            for (int i = 1; i <= n; i++) {
                int w = 64 + r.nextInt(65), h = 64 + r.nextInt(65);
                Picture from;
                switch (r.nextInt(10)) {
                    case 0 -> from = drawn.get(r.nextInt(drawn.size()));
                    case 1, 2, 3 -> from = photos.get(r.nextInt(photos.size()));
                    case 4 -> from = textures.get(r.nextInt(textures.size()));
                    default -> {
                        f.seek((r.nextLong() >>> 1) % count * 128 * 128 * 3);
                        byte[] b = new byte[128 * 128 * 3]; f.readFully(b);
                        from = new Picture(128, 128, b);
                    }
                }
                Picture crop = any(from, w, h, r);
                Search search = reader.search(crop);
                double best = 0; boolean hit = false;
                for (Registration at : search.candidates()) {
                    best = Math.max(best, at.agreement());
                    if (at.agreement() >= WatermarkReader.THRESHOLD && search.readings(at).decoded().isPresent()) hit = true;
                }
                if (best > 0) promising++;
                if (best >= WatermarkReader.THRESHOLD) above++;
                if (hit) found++;
                most = Math.max(most, best);
                if (i % 2500 == 0) System.out.printf(Locale.ROOT, "%d crops: found %d, past the threshold %d, promising %d, greatest agreement %.2f%n", i, found, above, promising, most);
            }
        }
    }

    static Picture sheet(List<Picture> of, Random r) {
        byte[] rgb = new byte[512 * 512 * 3];
        for (int i = 0; i < 16; i++) {
            Picture p = of.get(r.nextInt(of.size()));
            for (int y = 0; y < 128; y++) System.arraycopy(p.rgb(), y * 384, rgb, ((i / 4 * 128 + y) * 512 + i % 4 * 128) * 3, 384);
        }
        return new Picture(512, 512, rgb);
    }

    /** 1/f noise in colours with shading and some edges. */
    static Picture texture(Random r, int w, int h) {
        double[][] planes = new double[3][w * h];
        double exponent = 0.45 + 0.25 * r.nextDouble();
        for (int c = 0; c < 3; c++) {
            double amp = c == 0 ? 55 : 18;
            for (int size = 2; size <= 512; size *= 2, amp *= exponent) {
                double[] g = new double[(size + 2) * (size + 2)];
                for (int i = 0; i < g.length; i++) g[i] = r.nextGaussian() * amp;
                for (int y = 0; y < h; y++) for (int x = 0; x < w; x++) {
                    double fx = (double) x * size / w, fy = (double) y * size / h;
                    int ix = (int) fx, iy = (int) fy; fx -= ix; fy -= iy; fx = fx * fx * (3 - 2 * fx); fy = fy * fy * (3 - 2 * fy);
                    int b = iy * (size + 2) + ix;
                    planes[c][y * w + x] += (g[b] * (1 - fx) + g[b + 1] * fx) * (1 - fy) + (g[b + size + 2] * (1 - fx) + g[b + size + 3] * fx) * fy;
                }
            }
        }
        byte[] rgb = new byte[w * h * 3];
        double mean = 80 + 100 * r.nextDouble();
        int shapes = r.nextInt(6);
        double[] sx = new double[shapes], sy = new double[shapes], sr = new double[shapes], sv = new double[shapes];
        for (int i = 0; i < shapes; i++) { sx[i] = r.nextDouble() * w; sy[i] = r.nextDouble() * h; sr[i] = (.05 + .2 * r.nextDouble()) * w; sv[i] = r.nextGaussian() * 50; }
        for (int y = 0; y < h; y++) for (int x = 0; x < w; x++) {
            int i = y * w + x;
            double m = mean;
            for (int k = 0; k < shapes; k++) if (Math.hypot(x - sx[k], y - sy[k]) < sr[k]) m += sv[k];
            double l = m + planes[0][i], cb = planes[1][i], cr = planes[2][i];
            rgb[3 * i] = clip(l + 1.402 * cr); rgb[3 * i + 1] = clip(l - .344 * cb - .714 * cr); rgb[3 * i + 2] = clip(l + 1.772 * cb);
        }
        return new Picture(w, h, rgb);
    }

    static byte clip(double v) { return (byte) Math.max(0, Math.min(255, Math.round(v))); }

    static Map<String, BiFunction<Picture, Random, Picture>> changes() {
        Map<String, BiFunction<Picture, Random, Picture>> m = new LinkedHashMap<>();
        m.put("none", (p, r) -> p);
        m.put("JPEG 90", (p, r) -> jpeg(p, .90f));
        m.put("JPEG 75", (p, r) -> jpeg(p, .75f));
        m.put("JPEG 50", (p, r) -> jpeg(p, .50f));
        for (int percent : new int[] {50, 75, 150, 200}) m.put("resize " + percent, (p, r) -> scaled(p, percent / 100.0, r));
        m.put("resize any", (p, r) -> scaled(p, .5 * Math.pow(4, r.nextDouble()), r));
        m.put("crop 10", (p, r) -> crop(p, .1, r));
        m.put("crop 20", (p, r) -> crop(p, .2, r));
        m.put("screenshot", WatermarkMeasurement::screenshot);
        m.put("crop+resize+JPEG75", (p, r) -> jpeg(scaled(crop(p, .1, r), .7 + .6 * r.nextDouble(), r), .75f));
        m.put("grey", (p, r) -> grey(p));
        return m;
    }

    static Picture grey(Picture p) {
        byte[] o = p.rgb().clone();
        for (int i = 0; i < o.length; i += 3) { o[i] = o[i + 1] = o[i + 2] = clip(.299 * (o[i] & 255) + .587 * (o[i + 1] & 255) + .114 * (o[i + 2] & 255)); }
        return new Picture(p.width(), p.height(), o);
    }

    static Picture scaled(Picture p, double s, Random r) {
        Resampling[] f = Resampling.values();
        return p.resized(Math.max(1, (int) Math.round(p.width() * s)), Math.max(1, (int) Math.round(p.height() * s)), f[r.nextInt(f.length)]);
    }

    static Picture crop(Picture p, double part, Random r) {
        int dx = (int) Math.round(p.width() * part), dy = (int) Math.round(p.height() * part);
        return p.cropped(new Box(r.nextInt(dx + 1), r.nextInt(dy + 1), p.width() - dx, p.height() - dy));
    }

    static Picture screenshot(Picture p, Random r) {
        double s = .7 + .7 * r.nextDouble();
        Picture small = p.resized((int) Math.round(p.width() * s), (int) Math.round(p.height() * s), r.nextBoolean() ? Resampling.BILINEAR : Resampling.BICUBIC);
        int l = r.nextInt(small.width() / 4 + 2), t = r.nextInt(small.height() / 4 + 2), ri = r.nextInt(small.width() / 4 + 2), b = r.nextInt(small.height() / 4 + 2);
        int w = small.width() + l + ri, h = small.height() + t + b;
        BufferedImage image = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
        var g = image.createGraphics();
        g.setColor(new java.awt.Color(r.nextInt(3) == 0 ? 0xffffff : r.nextInt(1 << 24))); g.fillRect(0, 0, w, h);
        g.setColor(new java.awt.Color(r.nextInt(1 << 24)));
        for (int i = 0; i < 12; i++) { g.drawLine(r.nextInt(w), 0, r.nextInt(w), h); g.fillRect(r.nextInt(w), r.nextInt(h), 1 + r.nextInt(10), 1 + r.nextInt(10)); }
        g.drawImage(small.toImage(), l, t, null);
        g.dispose();
        double gamma = .93 + .14 * r.nextDouble(); double[] gain = {.97 + .03 * r.nextDouble(), .97 + .03 * r.nextDouble(), .97 + .03 * r.nextDouble()};
        Picture q = Picture.of(image);
        byte[] rgb = q.rgb().clone();
        for (int i = 0; i < rgb.length; i++) rgb[i] = clip(255 * gain[i % 3] * Math.pow((rgb[i] & 255) / 255.0, gamma));
        q = new Picture(w, h, rgb);
        return r.nextBoolean() ? jpeg(q, .85f) : q;
    }

    static Picture jpeg(Picture picture, float quality) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(quality);
            try (ImageOutputStream stream = ImageIO.createImageOutputStream(bytes)) {
                writer.setOutput(stream);
                writer.write(null, new IIOImage(picture.toImage(), null, null), parameters);
            } finally { writer.dispose(); }
            return Picture.of(ImageIO.read(new ByteArrayInputStream(bytes.toByteArray())));
        } catch (IOException e) { throw new UncheckedIOException(e); }
    }

    static double psnr(Picture a, Picture b) {
        double e = 0;
        for (int i = 0; i < a.rgb().length; i++) { int d = (a.rgb()[i] & 255) - (b.rgb()[i] & 255); e += d * d; }
        return e == 0 ? 99 : 10 * Math.log10(65025.0 * a.rgb().length / e);
    }

    static void robust(Carriers carriers, List<Picture> pictures) {
        ImageIO.setUseCache(false);
        WatermarkWriter writer = new WatermarkWriter(KEY, carriers);
        WatermarkReader reader = new WatermarkReader(carriers);
        Random pay = new Random(77);
        List<Picture> marked = new ArrayList<>(); long[] payloads = new long[pictures.size()];
        double least = 99, sum = 0; long t0 = System.nanoTime();
        for (int i = 0; i < pictures.size(); i++) {
            payloads[i] = pay.nextLong();
            Picture m = writer.write(pictures.get(i), payloads[i]);
            double q = psnr(pictures.get(i), m); least = Math.min(least, q); sum += q;
            marked.add(m);
        }
        System.out.printf(Locale.ROOT, "PSNR min %.2f mean %.2f, %.0f ms each%n", least, sum / pictures.size(), (System.nanoTime() - t0) / 1e6 / pictures.size());
        String only = System.getProperty("only");
        changes().forEach((name, change) -> {
            if (only != null && !name.matches(only)) return;
            int ok = 0, sync = 0, wrongPayload = 0; double score = 0, worst = 99; int bits = 0; int maxBits = 0;
            StringBuilder miss = new StringBuilder();
            long t = System.nanoTime();
            for (int i = 0; i < marked.size(); i++) {
                Picture c = change.apply(marked.get(i), new Random(1000 + i));
                Search search = reader.search(c);
                List<Registration> candidates = search.candidates();
                Optional<FoundWatermark> found = Optional.empty();
                double last = 0; int e = 64;
                boolean[] truth = BchCode.encode(payloads[i]);
                for (Registration at : candidates) {
                    last = Math.max(last, at.agreement());
                    if (at.agreement() < WatermarkReader.THRESHOLD) continue;
                    float[] soft = search.readings(at).bits(); int wrong = 0;
                    for (int j = 0; j < 127; j++) wrong += truth[j] != soft[j] > 0 ? 1 : 0;
                    e = Math.min(e, wrong);
                    if (found.isEmpty()) found = search.readings(at).decoded().map(w -> new FoundWatermark(w.data(), w.wrong(), at.agreement(), 0, 0));
                }
                bits += e; maxBits = Math.max(maxBits, e);
                score += last; worst = Math.min(worst, last);
                if (last >= WatermarkReader.THRESHOLD) sync++;
                if (found.isPresent() && found.get().payload() == payloads[i]) { ok++;}
                else { miss.append(' ').append(i); if (found.isPresent()) wrongPayload++; }
            }
            System.out.printf(Locale.ROOT, "%-20s %5.1f %%  score mean %.1f min %.1f, past threshold %d, bits wrong mean %.2f max %d, wrong %d, %.0f ms  missed%s%n", name, 100.0 * ok / marked.size(), score / marked.size(), worst, sync, bits / (double) marked.size(), maxBits, wrongPayload, (System.nanoTime() - t) / 1e6 / marked.size(), miss);
        });
    }

    static void show(Carriers carriers, Path out) throws IOException {
        List<Picture> p = native128(8); p.addAll(large(4).subList(0, 3));
        WatermarkWriter writer = new WatermarkWriter(KEY, carriers);
        Files.createDirectories(out);
        for (int i = 0; i < p.size(); i++) {
            Picture m = writer.write(p.get(i), 12345L * i);
            byte[] d = m.rgb().clone();
            for (int k = 0; k < d.length; k++) d[k] = clip(128 + 16 * ((m.rgb()[k] & 255) - (p.get(i).rgb()[k] & 255)));
            Picture diff = new Picture(m.width(), m.height(), d);
            int z = m.width() < 512 ? 3 : 1; int w = m.width() * z;
            BufferedImage im = new BufferedImage(3 * w, w, BufferedImage.TYPE_INT_RGB);
            var g = im.createGraphics();
            g.drawImage(p.get(i).toImage(), 0, 0, w, w, null); g.drawImage(m.toImage(), w, 0, w, w, null); g.drawImage(diff.toImage(), 2 * w, 0, w, w, null);
            ImageIO.write(im, "png", out.resolve("show" + i + ".png").toFile());
        }
    }

    static void speed(Carriers carriers) {
        WatermarkWriter writer = new WatermarkWriter(KEY, carriers); WatermarkReader reader = new WatermarkReader(carriers);
        for (int side : new int[] {128, 512, 1024}) {
            Picture p = texture(new Random(1), side, side), m = null;
            for (int i = 0; i < 6; i++) {
                long a = System.nanoTime(); m = writer.write(p, 5);
                long b = System.nanoTime(); reader.read(m);
                long c = System.nanoTime(); reader.read(p);
                long d = System.nanoTime();
                System.out.printf("%d: write %d ms, read marked %d ms, unmarked %d ms%n", side, (b - a) / 1000000, (c - b) / 1000000, (d - c) / 1000000);
            }
        }
    }
}
