import Testing

@testable import ReviewPage

/// What is read of a request, and what becomes of texts in a page.
@Suite struct PageRequestTests {
  private func request(_ target: String, _ headers: [String: String] = [:]) -> PageRequest {
    PageRequest(method: "GET", target: target, headers: headers)
  }

  @Test func aPathIsItsPartsDecoded() {
    #expect(request("/").path == [])
    #expect(request("/letters/ab/pages/1.png?dpi=9").path == ["letters", "ab", "pages", "1.png"])
    #expect(request("/a%20b").path == ["a b"])
  }

  @Test(arguments: [
    "/a/../b", "/a/%2e%2e/b", "/a%2fb", "/a%5cb", "/%00", "/%zz", "/%ff", "a", "", "/./a",
  ])
  func aPathThatPlaysTricksIsNone(_ target: String) {
    #expect(request(target).path == nil)
  }

  @Test func aQueryIsReadAndWritten() {
    let query = request("/?q=a%26b+c&rule=&x").query
    #expect(query == ["q": "a&b c", "rule": "", "x": ""])
    #expect(
      PageRequest.encoded("total is net + tax/1 é") == "total%20is%20net%20%2B%20tax%2F1%20%C3%A9")
  }

  @Test func aCookieIsFoundByItsWholeName() {
    let asked = request("/", ["cookie": "other-sluice=1; sluice=2; x=3"])
    #expect(asked.cookie("sluice") == "2")
    #expect(asked.cookie("luice") == nil)
  }

  @Test func everyTextInAPageIsEscapedAndMarkupIsNot() {
    let bold: HTML = "<b>\("<i>")</b>"
    #expect(bold.text == "<b>&lt;i&gt;</b>")
    let page: HTML = "<p title=\"\("\"'&\u{1B}")\">\(bold)\(7)</p>"
    #expect(page.text == "<p title=\"&quot;&#39;&amp;\u{FFFD}\"><b>&lt;i&gt;</b>7</p>")
  }

  @Test func theGuardKnowsItsOwnNamesOnly() {
    let guarding = PageGuard(port: 8080)
    for host in ["127.0.0.1:8080", "localhost:8080", "LOCALHOST:8080", "[::1]:8080"] {
      #expect(guarding.refusal(of: request("/", ["host": host]))?.status == 403, "no cookie yet")
    }
    for host in ["127.0.0.1", "localhost:80", "evil.example:8080", ""] {
      #expect(guarding.refusal(of: request("/", ["host": host]))?.status == 421)
    }
    #expect(PageGuard(port: 8080).token != guarding.token)
  }
}
