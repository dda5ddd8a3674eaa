import Extraction
import JSON
import JSONSchema
import Testing
import Validating

@Suite struct EvidencePolicyTests {
  @Test(arguments: [
    (ValidationSettings.EvidencePolicy.required, [Finding.Severity.error]),
    (.preferred, [.warning]), (.off, []),
  ])
  func followsThePipeline(
    policy: ValidationSettings.EvidencePolicy, severities: [Finding.Severity]
  ) throws {
    let record = try check(["properties": ["n": ["type": "number"]]], policy)
    #expect(record.findings.map(\.severity) == severities)
  }

  @Test func looksForNothingWhenOff() throws {
    #expect(try check(true, .off).evidence.isEmpty)
  }

  @Test func followsTheSchemaAtTheNearestPlace() throws {
    let schema: JSONValue = [
      "x-evidence": "off",
      "properties": ["n": ["x-evidence": "preferred"], "m": ["type": "number"]],
    ]
    let record = try check(schema, .required)
    #expect(record.findings.map(\.path) == [pointer("/n")])
    #expect(record.findings.map(\.severity) == [.warning])
  }

  @Test func refusesAWordThatIsNotKnown() throws {
    #expect(
      throws: ValidatorError.evidence(word: "\"often\"", at: pointer("/properties/n/x-evidence"))
    ) {
      try ReplyValidator(
        schema: Schema(["properties": ["n": ["x-evidence": "often"]]]),
        settings: ValidationSettings())
    }
  }

  private func check(
    _ schema: JSONValue, _ policy: ValidationSettings.EvidencePolicy
  ) throws -> Record {
    try ReplyValidator(schema: Schema(schema), settings: ValidationSettings(evidence: policy))
      .findings(for: ["n": 17, "m": 18], in: plainDocument("18 apples"))
  }
}
