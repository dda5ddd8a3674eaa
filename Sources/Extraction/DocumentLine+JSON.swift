package import JSON

extension DocumentLine {
  /// The line, without a newline.
  package var utf8: [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("id", id)
    writer.member("path", .string(path.description))
    if let failure {
      writer.member("failure", failure.json)
    } else if let outcome {
      outcome.write(into: &writer)
    } else {
      if let document {
        writer.key("document")
        document.write(into: &writer)
      }
      if let prompts { writer.member("prompts", .array(prompts.map(\.json))) }
      if let replies { writer.member("replies", .array(replies.map(\.replyJSON))) }
    }
    writer.endObject()
    return writer.bytes
  }

  /// Reads a line, as far as it has come.
  package init(_ json: JSONValue) throws(FormatError) {
    let fields = try Fields(json)
    self.init(
      id: try fields.required("id", "there: the caller's name for the document") { $0 },
      path: DocumentPath(try fields.string("path")))
    if fields.object["failure"] != nil {
      failure = try Failure(fields.fields("failure"))
      return
    }
    if fields.object["document"] != nil {
      document = try ParsedDocument(fields.fields("document"))
    }
    if fields.object["prompts"] != nil {
      var prompts: [Prompt] = []
      for prompt in try fields.list("prompts") { prompts.append(try Prompt(prompt)) }
      self.prompts = prompts
    }
    if fields.object["replies"] != nil {
      var replies: [Exchange] = []
      for reply in try fields.list("replies") {
        replies.append(try Exchange(reply, among: prompts ?? []))
      }
      self.replies = replies
    }
  }
}

extension Outcome {
  /// Writes `"outcome","record","evidence","findings","missing"?` into an object.
  fileprivate func write(into writer: inout JSONWriter) {
    writer.member("outcome", .string(kind.rawValue))
    writer.member("record", record.value)
    writer.member("evidence", record.evidenceJSON)
    writer.member("findings", record.findingsJSON)
    if let missing = record.missingJSON { writer.member("missing", missing) }
  }
}
