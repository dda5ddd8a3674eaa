import Extraction
import Foundation
import TestSupport
import Testing

@Suite(.serialized, .enabled(if: isBuilt, "sluice is not built beside the tests"))
struct HTMLTests {
  private let reader: ParserUnderTest

  init() throws { reader = try ParserUnderTest() }

  private func parse(_ body: String) throws -> ParsedDocument {
    try reader.parse("<!DOCTYPE html><html><body>\(body)</body></html>", as: "page.html")
  }

  @Test func readsHeadingsParagraphsAndItems() throws {
    let document = try parse(
      "<h1>Offer</h1><p>One <b>two</b>\n three</p><ul><li>first<li>second</ul>tail")
    #expect(
      document.outline == [
        "heading: Offer", "paragraph: One two three", "list_item: first", "list_item: second",
        "paragraph: tail",
      ])
    #expect(document.text == "Offer\n\nOne two three\n\nfirst\n\nsecond\n\ntail\n")
    #expect(document.mediaType == "text/html")
    #expect(document.pages.isEmpty && document.words.isEmpty)
    #expect(breaches(of: document) == [])
  }

  @Test func readsTablesRowByRow() throws {
    let document = try parse(
      """
      <table><caption>Prices</caption><tr><th>Item</th><th>Amount</th></tr>
      <tr><td><p>Paper,<br>white</p></td><td> 12.50 </td></tr></table><p>Sum</p>
      """)
    #expect(
      document.outline == [
        "table: Prices\nItem   Amount\nPaper, white   12.50", "paragraph: Sum",
      ])
  }

  @Test func readsTheRowsOfATableAfterALongText() throws {
    let long = String(repeating: "Words before the table. ", count: 100)
    let document = try parse(
      """
      <p>\(long)</p>
      <table>
      <tr>
      <td>Oak</td><td>2</td></tr><tr><td>Elm</td><td>3</td></tr></table>
      """)
    #expect(document.outline.last == "table: Oak   2\nElm   3")
  }

  @Test func readsTablesThatOnlyPlaceThingsAsBlocks() throws {
    let document = try parse(
      "<table><tr><td><h2>News</h2><p>a</p></td><td><table><tr><td>k<td>v</table></td></table>")
    #expect(document.outline == ["heading: News", "paragraph: a", "table: k   v"])
  }

  @Test(arguments: [
    ("opacity: 0", "opacity:0"), ("opacity:0.0 !important", "opacity:0"),
    ("color:red; FONT-SIZE:0px", "font-size:0"), ("font-size:0", "font-size:0"),
    ("visibility: hidden", "visibility:hidden"), ("display:none !important;", "display:none"),
  ])
  func keepsOutWhatItsStyleHides(style: String, why: String) throws {
    let document = try parse("<p>seen</p><p style='\(style)'>not</p>")
    #expect(document.text == "seen\n")
    #expect(document.hidden == [HiddenText(text: "not", why: why)])
  }

  @Test(arguments: [
    "opacity:0.5", "opacity:", "font-size:0.9em", "display:block", "x-display:none",
    "display:none;display:block",
  ])
  func keepsWhatItsStyleShows(style: String) throws {
    let document = try parse("<p style='\(style)'>seen</p>")
    #expect(document.text == "seen\n")
    #expect(document.hidden.isEmpty)
  }

  @Test func keepsWhatNobodySeesOutOfTheText() throws {
    let document = try parse(
      """
      <p>seen</p><div style="DISPLAY : none">a <b>b</b></div><p hidden>c</p>
      <span aria-hidden="true">d</span><p style="visibility:hidden">e</p><noscript>f</noscript>
      <template><p>g</p></template><script>h</script><style>i</style><p>seen too</p>
      """)
    #expect(document.text == "seen\n\nseen too\n")
    #expect(
      document.hidden == [
        HiddenText(text: "a b", why: "display:none"), HiddenText(text: "c", why: "hidden"),
        HiddenText(text: "d", why: "aria-hidden"),
        HiddenText(text: "e", why: "visibility:hidden"), HiddenText(text: "f", why: "noscript"),
        HiddenText(text: "g", why: "template"),
      ])
  }

  @Test func collapsesWhiteSpaceButNotWherePreformatted() throws {
    let document = try parse("<p>a&nbsp;&nbsp; b&shy;c\u{200B}d<br>e</p><pre>x\n  y</pre>")
    #expect(document.outline == ["paragraph: a bcd\ne", "paragraph: x\n  y"])
  }

  @Test func takesTheTitleWhereThereIsNoHeading() throws {
    let untitled = "<html><head><title>Soup &amp; more</title></head><body>"
    #expect(try reader.parse(untitled + "<p>x</p>", as: "a.html").text == "Soup & more\n\nx\n")
    #expect(try reader.parse(untitled + "<h1>H</h1>x", as: "b.html").text == "H\n\nx\n")
  }

  @Test func readsEncodings() throws {
    let latin = Data("<html><meta charset=iso-8859-1><p>K".utf8) + [0xF6, 0x80] + Data("ln".utf8)
    #expect(try reader.parse(latin, as: "latin.html").text == "Kö€ln\n")
    let cyrillic = Data("<html><meta charset='koi8-r'><p>".utf8) + [0xF0, 0xD2]
    #expect(try reader.parse(cyrillic, as: "koi.html").text == "Пр\n")
    let wide =
      Data([0xFF, 0xFE]) + "<html><p>Ωß".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    #expect(try reader.parse(wide, as: "wide.html").text == "Ωß\n")
    let broken = Data("<html><meta charset=utf-8><p>a".utf8) + [0xFF] + Data("b<p>c".utf8)
    let document = try reader.parse(broken, as: "broken.html")
    #expect(document.text == "a\u{FFFD}b\n\nc\n")
    #expect(document.warnings.count == 1)
  }

  @Test func losesNothingOfWhatIsNestedDeeply() throws {
    let depth = 100_000
    let document = try parse(
      String(repeating: "<div>", count: depth) + "deep" + String(repeating: "</div>", count: depth)
        + "<p>after</p>")
    #expect(document.text == "deep\n\nafter\n")
  }

  @Test func findsNoTextWhereThereIsNone() throws {
    let file = try reader.folder.write("<html><body><p hidden>x</p></body></html>", to: "e.html")
    #expect(reader.failure(file.path)?.failureClass == .noText)
  }
}
