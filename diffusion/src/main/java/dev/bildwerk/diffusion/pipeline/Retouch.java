package dev.bildwerk.diffusion.pipeline;

import dev.bildwerk.diffusion.picture.Box;
import dev.bildwerk.diffusion.picture.Mask;
import dev.bildwerk.diffusion.picture.Picture;
import dev.bildwerk.diffusion.picture.Resampling;
import dev.bildwerk.diffusion.prompt.Dialect;

/**
 * How a part of a picture is made anew: what the model is shown, and how its answer is laid back, so that every pixel
 * where the mask is black stays what it was.
 *
 * @param shown the request that the model answers
 * @param picture the whole picture, into which the answer is laid
 * @param box where in it
 * @param mask as large as the picture
 */
record Retouch(GenerationRequest shown, Picture picture, Box box, Mask mask) {

    static Retouch of(GenerationRequest request, Start.Inpainting asked) {
        return switch (asked.area()) {
            case Start.Area.Whole() -> {
                Picture picture = asked.picture().resized(request.width(), request.height(), Resampling.LANCZOS);
                boolean a1111 = request.controls().dialect() == Dialect.A1111;
                Mask mask = a1111
                        ? asked.mask()
                                .blurred(asked.blur())
                                .resized(request.width(), request.height(), Resampling.LANCZOS)
                        : asked.mask()
                                .resized(request.width(), request.height(), Resampling.BILINEAR)
                                .blurred(asked.blur());
                Box all = new Box(0, 0, request.width(), request.height());
                // There the answer is laid back whole from the middle of the mask's edge on.
                yield new Retouch(shown(request, asked, picture, mask), picture, all, a1111 ? mask.doubled() : mask);
            }
            case Start.Area.Masked(int padding) -> {
                Picture picture = asked.picture();
                Mask mask = asked.mask().blurred(asked.blur());
                Box box = mask.bounds()
                        .orElseThrow()
                        .grown(padding, picture.width(), picture.height())
                        .withProportions(request.width(), request.height(), picture.width(), picture.height());
                Additions additions = request.controls().additions();
                GenerationRequest part = request.with(request.controls()
                        .withAdditions(additions.sized(picture.width(), picture.height()).cropped(box)));
                yield new Retouch(
                        shown(part, asked, picture.cropped(box), mask.cropped(box)), picture, box, mask);
            }
        };
    }

    private static GenerationRequest shown(
            GenerationRequest request, Start.Inpainting asked, Picture picture, Mask mask) {
        return request.with(request.controls()
                .withStart(new Start.Inpainting(
                        picture, mask, asked.strength(), asked.filling(), Start.Area.WHOLE, 0)));
    }

    Picture with(Picture answer) {
        return picture.with(answer.resized(box.width(), box.height(), Resampling.LANCZOS), box, mask);
    }
}
