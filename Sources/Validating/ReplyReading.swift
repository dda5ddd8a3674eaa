import Extraction
import JSON
import JSONSchema

/// What a reply says: the JSON in it, mended where that needs no guess.
enum ReplyReading {
  /// A complete value.
  case value(JSONValue)
  /// It ended before the value did; what there was of it.
  case truncated(JSONValue?)
  /// It holds no JSON.
  case malformed

  /// Reads an answer to the whole question: of several JSON texts the one that fits the schema
  /// best, mended as the schema settles it.
  init(_ reply: Reply, by repair: GuidedRepair) {
    self.init(reply) { candidates in repair.read(candidates)?.value }
  }

  /// Reads an answer to a question about some paths: of several JSON texts the first that answers
  /// most of them.
  init(_ reply: Reply, about paths: [JSONPointer]) {
    self.init(reply) { candidates in
      // Of equals `max` takes the last.
      candidates.reversed().max { left, right in
        let answered = [left, right].map { candidate in
          paths.count { candidate.value[$0.description] != nil }
        }
        return answered[0] < answered[1]
      }?.value
    }
  }

  /// A reply that ran out of room counts only if it is JSON as it stands: a model may go on with
  /// white space when all is said.
  private init(_ reply: Reply, choosing choose: ([JSONRepair.Candidate]) -> JSONValue?) {
    let candidates = JSONRepair.answers(among: JSONRepair.candidates(in: reply.text))
    let complete = candidates.filter { candidate in
      !candidate.isTruncated && (reply.finishReason == .stop || candidate.repairs.isEmpty)
    }
    if let value = choose(complete) {
      self = .value(value)
    } else if reply.finishReason == .length || !candidates.isEmpty {
      self = .truncated(candidates.last?.settled)
    } else {
      self = .malformed
    }
  }
}
