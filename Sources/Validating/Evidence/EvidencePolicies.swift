import Extraction
import JSON
import JSONSchema

/// How much evidence each value needs: what the pipeline says, unless the schema's `x-evidence`
/// says otherwise at the value's place or at the nearest place around it.
struct EvidencePolicies {
  private static let keyword = QuoteSchema.policyKeyword

  private let general: ValidationSettings.EvidencePolicy
  private let schema: Schema
  /// Whether the schema uses the keyword at all; most do not.
  private let isInSchema: Bool

  /// - Throws: ``ValidatorError/evidence(word:at:)`` for a word that is not known.
  init(
    _ general: ValidationSettings.EvidencePolicy, schema: Schema
  ) throws(ValidatorError) {
    self.general = general
    self.schema = schema
    isInSchema = try Self.check(schema.document, at: .root)
  }

  /// What counts at a place of a record.
  func policy(at path: JSONPointer) -> ValidationSettings.EvidencePolicy {
    guard isInSchema else { return general }
    var place: JSONPointer? = path
    while let pointer = place {
      let word = schema.annotation(Self.keyword, at: pointer)?.stringValue
      if let policy = word.flatMap(ValidationSettings.EvidencePolicy.init) { return policy }
      place = pointer.parent
    }
    return general
  }

  /// Whether the keyword is used; where it is, with words that are known.
  private static func check(
    _ schema: JSONValue, at place: JSONPointer
  ) throws(ValidatorError) -> Bool {
    var isUsed = false
    if let word = schema[keyword] {
      let known = word.stringValue.flatMap(ValidationSettings.EvidencePolicy.init)
      guard known != nil else {
        throw .evidence(word: word.text(), at: place.appending(keyword))
      }
      isUsed = true
    }
    for (key, value) in schema.objectValue ?? JSONObject() {
      isUsed = try check(value, at: place.appending(key)) || isUsed
    }
    for (index, value) in (schema.arrayValue ?? []).enumerated() {
      isUsed = try check(value, at: place.appending(index)) || isUsed
    }
    return isUsed
  }
}
