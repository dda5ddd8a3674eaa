import Testing

@testable import Workflow

@Suite struct PipelineFileTests {
  private static let whole = """
    name: invoices
    source: { paths: [docs] }
    schema: s.json
    models:
      local: { provider: llama.cpp }
    output: { directory: out }
    """

  private func error(_ yaml: String) -> ConfigurationError? {
    do throws(ConfigurationError) {
      _ = try PipelineFile(parsing: yaml, file: "p.yaml")
      return nil
    } catch {
      return error
    }
  }

  @Test func readsWhatIsThere() throws {
    let file = try PipelineFile(
      parsing: Self.whole + "\nparse: { timeout: 500ms, memory: 2GiB }\nchunk: { max_tokens: 2k }",
      file: "p.yaml")
    #expect(file.name.value == "invoices")
    #expect(file.source.paths.map(\.value) == ["docs"])
    #expect(file.timeout?.value == 0.5)
    #expect(file.memory?.value == 2_147_483_648)
    #expect(file.chunkTokens?.value == 2000)
    #expect(file.models.map(\.name.value) == ["local"])
  }

  @Test func namesTheLineOfAnUnknownKeyAndTheNearestOne() {
    let error = error(Self.whole.replacing("paths", with: "pahts"))
    #expect(error?.description == "p.yaml:2: unknown key `source.pahts`\n  Did you mean `paths`?")
  }

  @Test func listsTheKnownKeysWhereNoneIsNear() {
    let error = error(Self.whole + "\nvalidate: { zzzzzz: 1 }")
    #expect(error?.line == 7)
    #expect(error?.advice == "Known here: evidence, completeness, publish, rules.")
  }

  @Test func refusesAKeyThatIsNotBuiltYet() {
    let error = error(Self.whole + "\nbudget: { run: 2 }")
    #expect(error?.line == 7)
    #expect(error?.message == "`budget` is not built yet")
  }

  @Test(arguments: [("2%", 0.02), ("0.5", 0.5), ("100 %", 1)])
  func readsTheShareThatIsLookedAtOnceMore(_ text: String, _ share: Double) throws {
    let file = try PipelineFile(
      parsing: Self.whole + "\nreview: { audit: \(text) }", file: "p.yaml")
    #expect(file.audit?.value == share)
  }

  @Test func refusesAShareOfMoreThanAll() {
    let error = error(Self.whole + "\nreview: { audit: 150% }")
    #expect(error?.message == "`review.audit` must be a share such as 2%, from 0% to 100%")
  }

  @Test(arguments: ["name", "source", "schema", "output"])
  func namesAKeyThatIsMissing(key: String) {
    let lines = Self.whole.split(separator: "\n").filter { !$0.hasPrefix(key) }
    #expect(error(lines.joined(separator: "\n"))?.message == "`\(key)` is missing")
  }

  @Test func namesTheLineOfAKeyThatStandsTwice() {
    let error = error(Self.whole + "\nname: other")
    #expect(error?.description == "p.yaml:1: a key stands here twice: name")
  }

  @Test func namesTheLineWhereTheTextIsNoYAML() {
    let error = error("name: x\nsource: { paths: [a\nschema: s")
    #expect(error?.message.contains("this is no YAML") == true)
    #expect(error?.line != nil)
  }

  @Test(arguments: [
    ("parse: { timeout: soon }", "`parse.timeout` must be a time such as 30s"),
    ("parse: { memory: 3 bananas }", "`parse.memory` must be a size such as 1GB"),
    (
      "validate: { evidence: maybe }",
      "`validate.evidence` must be one of required, preferred, quote, off"
    ),
    ("chunk: [1]", "`chunk` must be a mapping"),
    ("route: { a: b }", "`route` must be a list of texts"),
  ])
  func saysWhatAValueMustBe(yaml: String, message: String) {
    #expect(error(Self.whole + "\n" + yaml)?.message == message)
  }

  @Test func refusesTwoRulesOfOneName() {
    let rules = "validate: { rules: [{name: a, check: '1'}, {name: a, check: '2'}] }"
    #expect(error(Self.whole + "\n" + rules)?.line == 7)
  }
}

@Suite struct QuantityTests {
  @Test(arguments: [("50MB", 50_000_000), ("1 GiB", 1 << 30), ("2000", 2000), ("1.5kB", 1500)])
  func readsBytes(text: String, bytes: Int) {
    #expect(Quantity.bytes(text) == bytes)
  }

  @Test(arguments: ["", "MB", "-1MB", "1 parsec", "1e99MB"])
  func refusesWhatIsNoSize(text: String) {
    #expect(Quantity.bytes(text) == nil)
  }

  @Test(arguments: [("30s", 30), ("250ms", 0.25), ("2m", 120), ("1h", 3600), ("7", 7)])
  func readsSeconds(text: String, seconds: Double) {
    #expect(Quantity.seconds(text) == seconds)
  }
}

@Suite struct VariablesTests {
  private func expand(_ text: String) throws -> String {
    try Variables.expand(
      Located(value: text, line: 3), key: "schema", file: "p.yaml",
      environment: ["HOME": "/home/a", "EMPTY": ""])
  }

  @Test func replacesVariablesAndDefaults() throws {
    #expect(try expand("${HOME}/x/${NONE:-y}/${EMPTY:-z}") == "/home/a/x/y/z")
    #expect(try expand("plain $HOME") == "plain $HOME")
  }

  @Test func namesTheVariableThatIsNotSet() {
    #expect {
      try expand("a/${NONE}")
    } throws: { error in
      (error as? ConfigurationError)?.description
        == "p.yaml:3: `schema` needs the environment variable NONE\n"
        + "  Set it, or give a default: ${NONE:-…}."
    }
  }

  @Test func refusesABraceThatIsNotClosed() {
    #expect(throws: ConfigurationError.self) { try expand("${HOME") }
  }
}
