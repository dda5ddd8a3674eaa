import Extraction
import JSON
import JSONSchema

/// What a reply says: the JSON in it, mended where that needs no guess.
enum ReplyReading {
  /// A complete value, and what was mended to read it.
  case value(JSONValue, repairs: [JSONRepair.Repair])
  /// It ended before the value did; what there was of it.
  case truncated(JSONValue?)
  /// It holds no JSON.
  case malformed

  /// Reads a reply.
  ///
  /// Of several JSON texts in it the first that `errors` finds nothing in is taken, else the one
  /// with the fewest. A reply that ran out of room counts only if it is JSON as it stands: a model
  /// may go on with white space when all is said.
  init(_ reply: Reply, errors: (JSONValue) -> Int) {
    let candidates = JSONRepair.candidates(in: reply.text)
    let complete = candidates.filter { candidate in
      !candidate.isTruncated && (reply.finishReason == .stop || candidate.repairs.isEmpty)
    }
    if let best = Self.best(of: complete, errors) {
      self = .value(best.value, repairs: best.repairs)
    } else if reply.finishReason == .length || !candidates.isEmpty {
      self = .truncated(candidates.last?.settled)
    } else {
      self = .malformed
    }
  }

  private static func best(
    of candidates: [JSONRepair.Candidate], _ errors: (JSONValue) -> Int
  ) -> JSONRepair.Candidate? {
    guard candidates.count > 1 else { return candidates.first }
    var best: (errors: Int, candidate: JSONRepair.Candidate)?
    for candidate in candidates {
      let count = errors(candidate.value)
      if count == 0 { return candidate }
      if count < best?.errors ?? .max { best = (count, candidate) }
    }
    return best?.candidate
  }
}
