import Extraction
package import JSON
import JSONSchema

/// The same schema, evidence and rules for what a person edits as for what a model says.
extension ReplyValidator: RecordChecker {}

/// The same readings of words for what a person points at as for what is looked for.
extension ReplyValidator: ValueReader {
  package func value(of words: String, at place: JSONPointer) -> JSONValue? {
    WordReading(words, as: schema.expectation(at: place)).value
  }
}
