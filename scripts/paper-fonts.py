#!/usr/bin/env python3
"""
Makes the fonts of papers (src/papers/fonts) from those that are published. It is run by hand, when letters are missing:

  apt-get install python3-fonttools
  npm pack @expo-google-fonts/inter@0.4.2 @expo-google-fonts/noto-sans-armenian@0.4.2 dejavu-fonts-ttf@2.37.3   # unpack each
  scripts/paper-fonts.py INTER_FOLDER ARMENIAN_FOLDER DEJAVU_FOLDER src/papers/fonts

Inter has the letters of Latin, Cyrillic and Greek; its digits are the tabular ones, so that columns of numbers stand. DejaVu Sans has what
Inter lacks: Hebrew, Arabic (in its shaped forms), Georgian, signs; Noto Sans Armenian has Armenian and its dram. Without hints, layout tables and names, which
no PDF needs.
"""
import sys
from fontTools import subset
from fontTools.ttLib import TTFont

inter, armenian, dejavu, out = sys.argv[1:]


def between(*ranges):
    return {code for first, last in ranges for code in range(first, last + 1)}


european = between(
    (0x20, 0x7E), (0xA0, 0x17F), (0x18F, 0x18F), (0x192, 0x192), (0x1A0, 0x1A1), (0x1AF, 0x1B0), (0x1CD, 0x1DC), (0x1E6, 0x1E7),
    (0x218, 0x21B), (0x259, 0x259), (0x2C6, 0x2C7), (0x2D8, 0x2DD), (0x386, 0x386), (0x388, 0x3CE), (0x400, 0x45F), (0x490, 0x493),
    (0x496, 0x49D), (0x4A0, 0x4A3), (0x4AA, 0x4AB), (0x4AE, 0x4B3), (0x4B6, 0x4BB), (0x4C0, 0x4C0), (0x4CF, 0x4CF), (0x4D0, 0x4D9),
    (0x4E2, 0x4E9), (0x4EE, 0x4F5), (0x1E80, 0x1E85), (0x1E9E, 0x1E9E), (0x1EA0, 0x1EF9), (0x2010, 0x2015), (0x2018, 0x201E),
    (0x2020, 0x2022), (0x2026, 0x2026), (0x2030, 0x2030), (0x2032, 0x2033), (0x2039, 0x203A), (0x2044, 0x2044), (0x20A0, 0x20C0),
    (0x2113, 0x2113), (0x2116, 0x2116), (0x2122, 0x2122), (0x2190, 0x2193), (0x2212, 0x2212), (0x221E, 0x221E), (0x2248, 0x2248),
    (0x2260, 0x2260), (0x2264, 0x2265), (0x25A1, 0x25A1), (0x25CF, 0x25CF), (0x2713, 0x2713),
)  # fmt: skip
dram = between((0x20, 0x20), (0x531, 0x556), (0x559, 0x58F))
others = between(
    (0x20, 0x20), (0x5B0, 0x5C7), (0x5D0, 0x5EA), (0x5F0, 0x5F4), (0x60C, 0x60C), (0x61B, 0x61B),
    (0x61F, 0x61F), (0x621, 0x63A), (0x640, 0x652), (0x660, 0x66D), (0x671, 0x671), (0x67E, 0x67E), (0x686, 0x686), (0x698, 0x698),
    (0x6A9, 0x6A9), (0x6AF, 0x6AF), (0x6BE, 0x6BE), (0x6C1, 0x6C1), (0x6CC, 0x6CC), (0x6D2, 0x6D2), (0x6F0, 0x6F9),
    (0x10D0, 0x10FC), (0x20A0, 0x20C0), (0x2200, 0x2200), (0x2211, 0x2211), (0x2190, 0x2199), (0x25A0, 0x25CF), (0xFB56, 0xFB59),
    (0xFB7A, 0xFB7D), (0xFB8A, 0xFB8B), (0xFB8E, 0xFB95), (0xFBFC, 0xFBFF), (0xFE80, 0xFEFC),
)  # fmt: skip


def make(source, codes, target):
    font = TTFont(source, recalcTimestamp=False)
    if "GSUB" in font:
        for feature in font["GSUB"].table.FeatureList.FeatureRecord:
            if feature.FeatureTag != "tnum":
                continue
            for index in feature.Feature.LookupListIndex:
                for table in font["GSUB"].table.LookupList.Lookup[index].SubTable:
                    mapping = getattr(table, "ExtSubTable", table).mapping
                    for cmap in font["cmap"].tables:
                        cmap.cmap = {
                            code: mapping.get(name, name) if 0x30 <= code <= 0x39 else name for code, name in cmap.cmap.items()
                        }
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.name_IDs = [1, 2, 6, 13]
    options.notdef_outline = True
    options.glyph_names = False
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "kern", "STAT", "DSIG", "FFTM", "meta", "gasp"]
    worker = subset.Subsetter(options)
    worker.populate(unicodes=codes)
    worker.subset(font)
    font.save(target)
    have = set(font.getBestCmap())
    print(target, len(font.getGlyphOrder()), "glyphs; lacks", " ".join(f"{code:X}" for code in sorted(codes - have)))
    return have


covered = make(f"{inter}/400Regular/Inter_400Regular.ttf", european, f"{out}/inter-regular.ttf")
make(f"{inter}/600SemiBold/Inter_600SemiBold.ttf", european, f"{out}/inter-semibold.ttf")
make(f"{armenian}/400Regular/NotoSansArmenian_400Regular.ttf", dram, f"{out}/armenian.ttf")
make(f"{dejavu}/ttf/DejaVuSans.ttf", others - covered | {0x20}, f"{out}/others.ttf")
