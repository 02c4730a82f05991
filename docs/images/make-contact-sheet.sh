#!/bin/sh
# Draws the README's contact sheet: sixteen prompts, each with the same seed, none chosen by hand. Needs ImageMagick's montage.
set -eu
cd -- "$(dirname -- "$0")/../.."
pictures=$(mktemp -d)
trap 'rm -rf "$pictures"' EXIT
number=10
while IFS= read -r prompt; do
    ./bildwerk generate "$prompt" --seed 1 --quiet -o "$pictures/$number.png" > /dev/null < /dev/null
    number=$((number + 1))
done <<PROMPTS
apple
blue car
lion
house
sunflower
rocket
pizza
castle
cat
moon
tree
fish
guitar
two red apples
a yellow star on a blue background
ein Löwe
PROMPTS
montage "$pictures"/*.png -tile 8x2 -geometry +4+4 -background black "$pictures/sheet.png"
mv "$pictures/sheet.png" docs/images/contact-sheet.png
