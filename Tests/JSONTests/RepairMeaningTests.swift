import JSON
import Testing

/// What a person takes a broken text for, by the kinds of flaws that repair libraries of other
/// languages are tested with.
struct RepairMeaningTests {
  private func only(_ text: String) throws -> JSONRepair.Candidate {
    let candidates = JSONRepair.candidates(in: text)
    #expect(candidates.count == 1, "\(text)")
    return try #require(candidates.first)
  }

  @Test(arguments: [
    (#"{"vendor": "Harrow"#, #"{"vendor":"Harrow"}"#),
    (#"{"vendor": "Harrow", "to"#, #"{"vendor":"Harrow"}"#),
    (#"{"vendor": "Harrow", "total""#, #"{"vendor":"Harrow"}"#),
    (#"{"vendor": "Harrow", "total": 12."#, #"{"vendor":"Harrow","total":12.0}"#),
    (#"{"total": -"#, "{}"),
    (#"{"paid": fal"#, "{}"),
    (#"{"paid": Tr"#, "{}"),
    ("[1, 2, 3", "[1,2,3]"),
    ("[1, 2,", "[1,2]"),
    (#"["oak", "ash"#, #"["oak","ash"]"#),
    ("[[[", "[[[]]]"),
    (#"{"a": {"b": 1, "c": 2}"#, #"{"a":{"b":1,"c":2}}"#),
    (
      #"{"lines": [{"sku": "a", "qty": 1}, {"sku": "b", "qty""#,
      #"{"lines":[{"sku":"a","qty":1},{"sku":"b"}]}"#
    ),
    (#"{"note": "see https://example.org/"#, #"{"note":"see https://example.org/"}"#),
    (#"{"note": "she wrote:"#, #"{"note":"she wrote:"}"#),
    (#"{"note": "one, two, three's"#, #"{"note":"one, two, three's"}"#),
    (#"{"id": ObjectId("5f"#, #"{"id":"5f"}"#),
    (#"{"note": "oak" +"#, #"{"note":"oak"}"#),
    (#""oak" + "as"#, #""oakas""#),
    ("```json\n{\"note\": \"oak\n```\n", #"{"note":"oak"}"#),
    (#"{"a": 1 /* half a com"#, #"{"a":1}"#),
    ("{\"note\": \"oak \\ud83d\\ude", #"{"note":"oak "}"#),
  ])
  func closesWhatWasCut(_ text: String, _ expected: String) throws {
    let candidate = try only(text)
    #expect(candidate.value.text() == expected)
    #expect(candidate.isTruncated)
  }

  @Test(arguments: [
    (#"{"vendor: "Harrow", "total": 1}"#, #"{"vendor":"Harrow","total":1}"#),
    (#"{vendor": "Harrow", total": 1}"#, #"{"vendor":"Harrow","total":1}"#),
    (#"{"total: 1, "paid": true}"#, #"{"total":1,"paid":true}"#),
    (#"{"vendor": "Harrow, "total": 1}"#, #"{"vendor":"Harrow","total":1}"#),
    ("{\"vendor\": \"Harrow,\n\"total\": 1}", #"{"vendor":"Harrow","total":1}"#),
    ("{\"vendor\": \"Harrow\n}", #"{"vendor":"Harrow"}"#),
    (#"{"when": "12:20}"#, #"{"when":"12:20"}"#),
    (
      #"{"site": "https://example.org/, "total": 1}"#, #"{"site":"https://example.org/","total":1}"#
    ),
    (#"["oak, "ash"]"#, #"["oak","ash"]"#),
    (#"["oak", "ash, "elm"]"#, #"["oak","ash","elm"]"#),
    (#"["oak", ash", "elm"]"#, #"["oak","ash","elm"]"#),
    ("[\n\"oak\n\"ash\"\n]", #"["oak","ash"]"#),
    ("[\n\"oak\n]", #"["oak"]"#),
    ("{'vendor: 'Harrow'}", #"{"vendor":"Harrow"}"#),
    (#"{"vendor":'Harrow", "total": 1}"#, #"{"vendor":"Harrow","total":1}"#),
  ])
  func putsInQuotesThatAreMissing(_ text: String, _ expected: String) throws {
    let candidate = try only(text)
    #expect(candidate.value.text() == expected)
    #expect(!candidate.isTruncated)
  }

  @Test(arguments: [
    ("{vendor: Harrow and Pike, total: 1}", #"{"vendor":"Harrow and Pike","total":1}"#),
    ("{\n  vendor: Harrow\n  total: 1\n}", #"{"vendor":"Harrow","total":1}"#),
    ("[oak, ash tree, elm]", #"["oak","ash tree","elm"]"#),
    ("{\"woods\": [\noak\nash\n]}", #"{"woods":["oak","ash"]}"#),
    (#"{1: "one", true: "yes"}"#, #"{"1":"one","true":"yes"}"#),
    ("{a.b: 1, c-d: 2, $e: 3}", #"{"a.b":1,"c-d":2,"$e":3}"#),
    (#"{"vendor" Harrow}"#, #"{"vendor":"Harrow"}"#),
    (
      #"{"vendor" "Harrow", "lines" [1], "to" {"x" 2}}"#,
      #"{"vendor":"Harrow","lines":[1],"to":{"x":2}}"#
    ),
    (
      #"{"site": https://example.org/a, "total": 1}"#,
      #"{"site":"https://example.org/a","total":1}"#
    ),
    (
      #"{"mail": kim@example.org, "when": 2031-03-14T18:35:22Z}"#,
      #"{"mail":"kim@example.org","when":"2031-03-14T18:35:22Z"}"#
    ),
    (#"{"rule": /oak.*ash/i}"#, #"{"rule":"/oak.*ash/i"}"#),
    (
      #"{"id": 746de9ad-d4ff, "v": v1.2.3, "code": 0789}"#,
      #"{"id":"746de9ad-d4ff","v":"v1.2.3","code":"0789"}"#
    ),
    (#"{"colour": #1a9, "shade": #11aa99}"#, "{\"colour\":\"#1a9\",\"shade\":\"#11aa99\"}"),
    (
      #"{"price": 10 EUR, "share": 50%, "least": <10}"#,
      #"{"price":"10 EUR","share":"50%","least":"<10"}"#
    ),
  ])
  func readsNamesAndWordsWithoutQuotes(_ text: String, _ expected: String) throws {
    let candidate = try only(text)
    #expect(candidate.value.text() == expected)
    #expect(!candidate.isTruncated)
  }

  @Test(arguments: [
    (#"{"code": "print("oak")", "n": 1}"#, "{\"code\":\"print(\\\"oak\\\")\",\"n\":1}"),
    (
      #"{"code": "f("oak"), g("ash")", "n": 1}"#,
      "{\"code\":\"f(\\\"oak\\\"), g(\\\"ash\\\")\",\"n\":1}"
    ),
    (
      #"{"code": "if (x == "oak") { return "ash"; }"}"#,
      "{\"code\":\"if (x == \\\"oak\\\") { return \\\"ash\\\"; }\"}"
    ),
    (
      #"{"code": "x = ["oak", "ash"]", "n": 1}"#,
      "{\"code\":\"x = [\\\"oak\\\", \\\"ash\\\"]\",\"n\":1}"
    ),
    (
      #"{"code": "x = {"a": 1, "b": "c"}", "n": 1}"#,
      "{\"code\":\"x = {\\\"a\\\": 1, \\\"b\\\": \\\"c\\\"}\",\"n\":1}"
    ),
    (#"{"json": "{"a": 1}"}"#, "{\"json\":\"{\\\"a\\\": 1}\"}"),
    (
      #"{"sql": "SELECT "id", "name" FROM t", "n": 1}"#,
      "{\"sql\":\"SELECT \\\"id\\\", \\\"name\\\" FROM t\",\"n\":1}"
    ),
    (
      #"{"html": "<a href="x">oak</a>", "n": 1}"#,
      "{\"html\":\"<a href=\\\"x\\\">oak</a>\",\"n\":1}"
    ),
    (#"{"text": ""Oak" is a wood", "n": 1}"#, "{\"text\":\"\\\"Oak\\\" is a wood\",\"n\":1}"),
    (#"{"text": "He said "oak".", "n": 1}"#, "{\"text\":\"He said \\\"oak\\\".\",\"n\":1}"),
    (
      #"{"text": "She asked: "why?", and left", "n": 1}"#,
      "{\"text\":\"She asked: \\\"why?\\\", and left\",\"n\":1}"
    ),
    (
      #"{"text": "an "oak", an "ash", and "elm"", "n": 1}"#,
      "{\"text\":\"an \\\"oak\\\", an \\\"ash\\\", and \\\"elm\\\"\",\"n\":1}"
    ),
    (#"{"size": "5" wide", "pipe": "15""}"#, "{\"size\":\"5\\\" wide\",\"pipe\":\"15\\\"\"}"),
    (
      #"{"tags": ["say "oak"", "ash"], "n": 1}"#, "{\"tags\":[\"say \\\"oak\\\"\",\"ash\"],\"n\":1}"
    ),
    ("{'a': 'the oaks' bark', 'b': 'can't'}", #"{"a":"the oaks' bark","b":"can't"}"#),
    ("{“a”: “an “oak” b”, “n”: 1}", #"{"a":"an “oak” b","n":1}"#),
  ])
  func keepsQuotesInsideTexts(_ text: String, _ expected: String) throws {
    let candidate = try only(text)
    #expect(candidate.value.text() == expected)
    #expect(!candidate.isTruncated)
  }

  @Test(arguments: [
    (#"{,"a": 1,, "b": 2,}"#, #"{"a":1,"b":2}"#),
    ("[, 1,, 2,]", "[1,2]"),
    ("{ , }", "{}"),
    (#"{"a": 1 "b": [1 2] "c": "x"}"#, #"{"a":1,"b":[1,2],"c":"x"}"#),
    ("[{\"a\": 1} {\"a\": 2}\n{\"a\": 3}]", #"[{"a":1},{"a":2},{"a":3}]"#),
    (#"{"a"::1, "b"=2, "c"=>3; "d": 4}"#, #"{"a":1,"b":2,"c":3,"d":4}"#),
    (#"{"a": [1, 2}"#, #"{"a":[1,2]}"#),
    (#"[{"a": 1{"a": 2}]"#, #"[{"a":1},{"a":2}]"#),
    (#"{"a": [1, 2]]}"#, #"{"a":[1,2]}"#),
    (#"{"a": {"b": 1}}, "c": 2}"#, #"{"a":{"b":1},"c":2}"#),
    (#"{"a": [{"b": 1}, {"b": 2}, "c": 3}"#, #"{"a":[{"b":1},{"b":2}],"c":3}"#),
    (#"{{"a": 1, "b": {{"c": 2}}}}"#, #"{"a":1,"b":{"c":2}}"#),
    (#"{"a": [}"#, #"{"a":[]}"#),
    (#"{"a": 1, "b": , "c"}"#, #"{"a":1}"#),
  ])
  func mendsCommasAndBrackets(_ text: String, _ expected: String) throws {
    let candidate = try only(text)
    #expect(candidate.value.text() == expected)
    #expect(!candidate.isTruncated)
  }

  @Test(arguments: [
    ("json\n{\"a\": 1}", #"{"a":1}"#),
    ("const x = {a: 1,};", #"{"a":1}"#),
    (
      "<tool_call>\n{\"name\": \"f\", \"arguments\": {\"x\": 1}}\n</tool_call>",
      #"{"name":"f","arguments":{"x":1}}"#
    ),
    ("data: {\"a\": 1}\n\n", #"{"a":1}"#),
    ("~~~json\n{\"a\": 1}\n~~~", #"{"a":1}"#),
    ("```JSON5\n{a: 1}\n```", #"{"a":1}"#),
    (#"{"a": 1}```"#, #"{"a":1}"#),
    (#"callback({"a": 1});"#, #"{"a":1}"#),
    ("/* one */ {\"a\": /* two */ 1 // three\n} # four", #"{"a":1}"#),
    ("{\\\"a\\\": \\\"say \\\\\\\"oak\\\\\\\"\\\"}", "{\"a\":\"say \\\"oak\\\"\"}"),
  ])
  func takesTheValueOutOfWhatStandsAround(_ text: String, _ expected: String) throws {
    let candidate = try only(text)
    #expect(candidate.value.text() == expected)
    #expect(!candidate.isTruncated)
  }

  @Test(arguments: [
    ("[1, 2, ...]", "[1,2]"),
    ("[..., 8, 9]", "[8,9]"),
    ("[1, ..., 9]", "[1,9]"),
    (#"{"a": 1, ..., "z": 26}"#, #"{"a":1,"z":26}"#),
    (#"["oak", "ash", ... (3 more)]"#, #"["oak","ash"]"#),
    (#"["oak", "ash", ... and so on]"#, #"["oak","ash"]"#),
    (#"["oak", "ash", ... "elm"]"#, #"["oak","ash","elm"]"#),
    ("{\"a\": \"oak\", // ... more\n}", #"{"a":"oak"}"#),
  ])
  func passesOverWhatStandsForMore(_ text: String, _ expected: String) throws {
    let candidate = try only(text)
    #expect(candidate.value.text() == expected)
    #expect(!candidate.isTruncated)
  }

  @Test(arguments: [
    ("{'a': True, 'b': None, 'c': (1, 2.5, 'x')}", #"{"a":true,"b":null,"c":[1,2.5,"x"]}"#),
    ("{'a': u'x', 'b': b'y', 'c': '''p\nq'''}", "{\"a\":\"x\",\"b\":\"y\",\"c\":\"p\\nq\"}"),
    ("[('a', 1), ('b', 2)]", #"[["a",1],["b",2]]"#),
    ("{'a': Decimal('1.50'), 'b': UUID('0-1')}", #"{"a":"1.50","b":"0-1"}"#),
    (
      #"{"id": ObjectId("5f"), "n": NumberLong(7), "t": Timestamp(1, 2)}"#,
      #"{"id":"5f","n":7,"t":"Timestamp(1, 2)"}"#
    ),
    (#"{"a": undefined, "b": NaN, "c": -Infinity}"#, #"{"a":null,"b":null,"c":null}"#),
    (
      #"{"a": .5, "b": +2, "c": 3., "d": 0x10, "e": 1_000}"#,
      #"{"a":0.5,"b":2,"c":3.0,"d":16,"e":1000}"#
    ),
    ("{\"a\": \"oak\" + \" and \" +\n \"ash\"}", #"{"a":"oak and ash"}"#),
    ("{\"re\": \"\\d+\\.\\w\"}", "{\"re\":\"\\\\d+\\\\.\\\\w\"}"),
  ])
  func readsWhatOtherLanguagesWrite(_ text: String, _ expected: String) throws {
    let candidate = try only(text)
    #expect(candidate.value.text() == expected)
    #expect(!candidate.isTruncated)
  }
}
