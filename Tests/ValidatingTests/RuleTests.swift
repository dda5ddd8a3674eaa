import Dispatch
import Extraction
import JSON
import JSONSchema
import Synchronization
import Testing
import Validating

@Suite struct RuleTests {
  private static let schema: JSONValue = [
    "properties": [
      "total": ["type": "number"], "tax": ["type": ["number", "null"]], "paid": ["type": "boolean"],
      "vendor": ["type": "string"], "rows": ["type": "array"], "we\"ird": ["type": "number"],
    ]
  ]

  @Test(arguments: [
    "total = 119", "total = 119.0", "tax is null", "tax > 5", "paid", "paid = 1", "missing_ok or 1",
    "abs(total - (select sum(value->>'amount') from json_each(rows))) < 0.01",
    "vendor like 'Kess%'", "total = 119 -- as printed", "\"we\"\"ird\" = 3", "null",
    "json_array_length(rows) = 2",
  ])
  func passesWhatHoldsOrIsUnknown(check: String) throws {
    let check = check.replacing("missing_ok or 1", with: "tax = 3 or 1")
    #expect(try findings(check).isEmpty)
  }

  @Test(arguments: ["total = 118", "not paid", "0", "vendor = 'x'", "false"])
  func findsWhatDoesNotHold(check: String) throws {
    #expect(try findings(check).map(\.failureClass) == [.ruleBroken])
  }

  @Test func tellsTheOperandsAndTheirPlace() throws {
    let finding = try #require(
      try findings("vendor = 'total' or coalesce(tax, 0) + total < 100 + paid").first)
    #expect(finding.rule == "r")
    #expect(finding.path == pointer("/vendor"))
    #expect(
      finding.message.hasSuffix(
        "(vendor = \"Kessler\", tax = null, total = 119, paid = true)."))
    let rows = try #require(try findings("json_array_length(rows) = 3").first)
    #expect(rows.path == pointer("/rows"))
    #expect(rows.message.hasSuffix("(rows: 2 elements)."))
    #expect(try findings("1 = 2").first?.path == .root)
  }

  @Test func takesNoNameFromATextOrAComment() throws {
    let check = "vendor = 'paid' /* total */ and [total] > 0 -- tax"
    let message = try #require(try findings(check).first?.message)
    #expect(message.hasSuffix("(vendor = \"Kessler\", total = 119)."))
  }

  @Test func hasTheSeverityOfItsRule() throws {
    #expect(try findings("total = 1", .warning).map(\.severity) == [.warning])
  }

  @Test func isUndecidedWhereSQLiteCannotSay() throws {
    let broken = try findings("json_extract(vendor, '$.a') = 1")
    #expect(broken.map(\.failureClass) == [.undecided])
    #expect(broken.first?.message.contains("malformed JSON") == true)
  }

  @Test func endsWhatRunsTooLong() throws {
    let endless = """
      (with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n) > 0
      """
    let checker = try validator([endless, "total = 118"])
    let record = checker.findings(for: Self.record, in: plainDocument(""))
    #expect(record.findings.map(\.failureClass).sorted() == [.ruleBroken, .undecided])
  }

  @Test(arguments: [
    "tottal = 1", "\"tottal\" = 1", "total =", "total = 1; drop table x", "1); delete from x; --",
    "attach 'x.db' as x", "(delete from sqlite_master)", "", "pragma query_only = off",
    "(attach 'x.db' as x)", "readfile('/etc/passwd') is null", "writefile('x', 'y') = 1",
    "(insert into sqlite_master values (1))", "total = 1) as holds); vacuum into 'x'; --",
  ])
  func refusesWhatIsNoExpressionOverTheSchema(check: String) throws {
    let error = #expect(throws: ValidatorError.self) { try validator([check]) }
    #expect(error?.description.contains("“r0”") == true)
    #expect(error?.advice.isEmpty == false)
  }

  @Test func saysWhatSQLiteSaysAndWhichColumnsThereAre() throws {
    let error = #expect(throws: ValidatorError.self) { try validator(["tottal = 1"]) }
    #expect(error?.description == "the rule “r0” is no SQL: no such column: tottal")
    #expect(error?.advice.contains("total, tax, paid, vendor, rows") == true)
  }

  @Test func loadsNoExtension() throws {
    let found = try findings("load_extension('/lib/x86_64-linux-gnu/libc.so.6') is null")
    #expect(found.map(\.failureClass) == [.undecided])
    #expect(found.first?.message.contains("not authorized") == true)
  }

  @Test func refusesTwoRulesOfOneName() throws {
    let rule = ValidationSettings.Rule(name: "a", check: "1")
    #expect(throws: ValidatorError.duplicateRule(name: "a")) {
      try ReplyValidator(schema: Schema(true), settings: ValidationSettings(rules: [rule, rule]))
    }
  }

  @Test func saysTheSameFromManyThreads() throws {
    let checker = try validator(["total = 118", "total = 119"])
    let broken = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: 64) { _ in
      let record = checker.findings(for: Self.record, in: plainDocument(""))
      broken.withLock { $0 += record.findings.count }
    }
    #expect(broken.withLock { $0 } == 64)
  }

  private static let record: JSONValue = [
    "total": 119, "tax": nil, "paid": true, "vendor": "Kessler",
    "rows": [["amount": 100.5], ["amount": 18.5]], "we\"ird": 3,
  ]

  private func findings(
    _ check: String, _ severity: Finding.Severity = .error
  ) throws -> [Finding] {
    let rule = ValidationSettings.Rule(name: "r", check: check, severity: severity)
    let settings = ValidationSettings(evidence: .off, rules: [rule])
    return try ReplyValidator(schema: Schema(Self.schema), settings: settings)
      .findings(for: Self.record, in: plainDocument("")).findings
  }

  private func validator(_ checks: [String]) throws -> ReplyValidator {
    let rules = checks.enumerated().map { ValidationSettings.Rule(name: "r\($0)", check: $1) }
    return try ReplyValidator(
      schema: Schema(Self.schema), settings: ValidationSettings(evidence: .off, rules: rules))
  }
}
