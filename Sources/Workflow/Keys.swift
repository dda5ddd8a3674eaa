package import Extraction

/// The keys under which the ledger knows what was done, for one pipeline.
///
/// Base URL, keys, prices, rates, output and source enter none of them; neither does anything of
/// sluice's own wording, so a new version alone re-runs nothing.
package struct Keys: Sendable {
  /// All resolved settings that can change a record.
  private let settings: Digest
  /// Schema bytes and validation settings.
  private let validation: Digest

  /// - Parameter route: the identities of the models, in order.
  package init(_ pipeline: Pipeline, route: [String]) {
    validation = Keys.validation(pipeline)
    var digester = Digester()
    digester.update(part: "chunk.max_tokens", "\(pipeline.chunk.maxTokens)")
    digester.update(part: "chunk.bytes_per_token", "\(pipeline.chunk.bytesPerToken)")
    digester.update(part: "chunk.overlap", "\(pipeline.chunk.overlap)")
    digester.update(part: "system", pipeline.prompt.system ?? "")
    digester.update(part: "task", pipeline.prompt.task ?? "")
    let ask = pipeline.ask
    digester.update(part: "ask.attempts", ask.attempts.map { "\($0)" } ?? "")
    digester.update(part: "ask.tokens", ask.tokens.map { "\($0)" } ?? "")
    digester.update(part: "ask.cost", ask.cost.map { "\($0)" } ?? "")
    for identity in route { digester.update(part: "model", identity) }
    digester.update(part: "validation", validation.hex)
    settings = digester.finish()
  }

  private static func validation(_ pipeline: Pipeline) -> Digest {
    var digester = Digester()
    digester.update(part: "schema", pipeline.schemaDigest.hex)
    digester.update(part: "evidence", pipeline.validation.evidence.rawValue)
    digester.update(part: "completeness", pipeline.validation.completeness.rawValue)
    digester.update(part: "publish", pipeline.validation.publish.rawValue)
    for rule in pipeline.validation.rules {
      digester.update(part: "rule", rule.name)
      digester.update(part: "check", rule.check)
      digester.update(part: "severity", rule.severity.rawValue)
    }
    return digester.finish()
  }

  /// Content and settings: known without opening the document.
  package func standing(_ document: Digest) -> Digest {
    Keys.join(["content": document, "settings": settings])
  }

  /// Content and what shapes its parsing.
  ///
  /// No parse setting changes the text today.
  package func parse(_ document: Digest) -> Digest {
    Keys.join(["content": document])
  }

  /// What a record was made from: the parsed document, the replies and their samples, the schema
  /// and the validation settings.
  package func record(_ document: Digest, replies: [Digest], sample: Int) -> Digest {
    var digester = Digester()
    digester.update(part: "parse", parse(document).hex)
    for reply in replies { digester.update(part: "reply", reply.hex) }
    digester.update(part: "sample", "\(sample)")
    digester.update(part: "validation", validation.hex)
    return digester.finish()
  }

  private static func join(_ parts: KeyValuePairs<String, Digest>) -> Digest {
    var digester = Digester()
    for (name, part) in parts { digester.update(part: name, part.hex) }
    return digester.finish()
  }
}
