"""Which keys of a PDF's dictionaries are needed to show a page (ISO 32000-2:2020).

A list of what is allowed, since programs invent private keys for private matters: pdfTeX writes
the path of every included figure into `/PTEX.FileName`.
"""

from bot.files.words import words


def _keys(names: str) -> frozenset[str]:
    return frozenset(f"/{name}" for name in words(names))


PAGE_KEYS = _keys("MediaBox CropBox BleedBox TrimBox ArtBox Rotate UserUnit Group Resources")
"""Table 31. Contents and annotations are copied separately."""

MAPS = _keys("Font XObject ExtGState ColorSpace Pattern Shading Properties CharProcs Colorants N")
"""Dictionaries whose own keys are names given by the drawing or by the state of a form field."""

DRAWING_KEYS = frozenset.union(
    _keys("Type Subtype S Resources Group Matrix BBox FormType OC"),
    # Resources (table 34)
    _keys("ExtGState ColorSpace Pattern Shading XObject Font ProcSet Properties"),
    # Streams and their filters (tables 5 to 13)
    _keys("Filter DecodeParms Predictor Colors Columns EarlyChange K EndOfLine EncodedByteAlign"),
    _keys("Rows EndOfBlock BlackIs1 DamagedRowsBeforeError JBIG2Globals ColorTransform"),
    # Images (table 87)
    _keys("Width Height BitsPerComponent Intent ImageMask Mask Decode Interpolate SMask"),
    _keys("SMaskInData Matte"),
    # Transparency groups and soft masks (tables 142, 145)
    _keys("CS I G BC TR"),
    # Graphics state (table 57)
    _keys("LW LC LJ ML D RI OP op OPM BG BG2 UCR UCR2 TR2 FL SM SA BM CA ca AIS TK"),
    # Colour spaces (tables 62 to 72)
    _keys("WhitePoint BlackPoint Gamma Range Colorants Process Components Alternate"),
    # Functions, shadings and patterns (tables 38 to 41, 74 to 84)
    _keys("FunctionType Domain Size BitsPerSample Order Encode C0 C1 N Functions Bounds"),
    _keys("ShadingType Background AntiAlias Function Coords Extend BitsPerCoordinate BitsPerFlag"),
    _keys("VerticesPerRow PatternType PaintType TilingType XStep YStep"),
    # Fonts (tables 109 to 125)
    _keys("BaseFont FirstChar LastChar Widths FontDescriptor Encoding ToUnicode DescendantFonts"),
    _keys("CIDSystemInfo DW W DW2 W2 CIDToGIDMap FontBBox FontMatrix CharProcs BaseEncoding"),
    _keys("Differences CMapName WMode UseCMap Registry Ordering Supplement FontName FontStretch"),
    _keys("FontWeight Flags ItalicAngle Ascent Descent Leading CapHeight XHeight StemV StemH"),
    _keys("AvgWidth MaxWidth MissingWidth FontFile FontFile2 FontFile3 CharSet CIDSet FD"),
    _keys("Length1 Length2 Length3"),
    # Layers (tables 96 and 97); a layer's name is replaced
    _keys("OCGs P VE"),
)

ANNOTATION_KINDS = _keys(
    "Text Link FreeText Line Square Circle Polygon PolyLine Highlight Underline Squiggly StrikeOut "
    "Stamp Caret Ink Widget"
)
"""Table 171 without what carries files, sounds, films, scripts or pages of another program."""

ANNOTATION_KEYS = _keys(
    "Rect F Border BS BE C IC CA QuadPoints InkList Vertices L LE RD DA Q AS OC"
)
"""Tables 166 to 186: where it is and what it looks like."""

INLINE_KEYS = _keys(
    "BPC BitsPerComponent CS ColorSpace D Decode DP DecodeParms F Filter H Height IM ImageMask "
    "Intent I Interpolate W Width"
)
"""Table 91: pictures inside a drawing."""
