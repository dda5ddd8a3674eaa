package import JSON

extension Prompt {
  /// Written as `{"id","chunk","rung","ask"?,"messages","schema","output_scale"?,
  /// "max_output_tokens"?}`.
  package var json: JSONValue {
    var object = JSONObject()
    object["id"] = .string(id)
    object["chunk"] = [
      "index": JSONValue(chunk.index), "start": JSONValue(chunk.range.lowerBound),
      "end": JSONValue(chunk.range.upperBound),
    ]
    object["rung"] = JSONValue(rung)
    object.set("ask", ask?.json)
    object["messages"] = [
      ["role": "system", "content": .string(system)], ["role": "user", "content": .string(user)],
    ]
    object["schema"] = schema
    if outputScale != 1 { object["output_scale"] = JSONValue(outputScale) }
    object.set("max_output_tokens", outputTokens.map { JSONValue($0) })
    return .object(object)
  }

  package init(_ fields: Fields) throws(FormatError) {
    let chunk = try fields.fields("chunk")
    let messages = try fields.list("messages")
    guard messages.count == 2, try messages[0].string("role") == "system",
      try messages[1].string("role") == "user"
    else {
      throw FormatError(
        place: fields.place.appending("messages"), expected: "a system and a user message")
    }
    self.init(
      id: try fields.string("id"),
      chunk: Chunk(index: try chunk.integer("index"), range: try chunk.range()),
      rung: try fields.integer("rung"),
      ask: fields.object["ask"] == nil ? nil : try Ask(fields.fields("ask")),
      system: try messages[0].string("content"), user: try messages[1].string("content"),
      schema: try fields.required("schema", "a JSON Schema") { $0 },
      outputScale: try fields.optionalInteger("output_scale") ?? 1,
      outputTokens: try fields.optionalInteger("max_output_tokens"))
  }
}

extension Ask {
  /// Written as `{"chunk","kind","paths","start"?,"end"?,"findings"}`.
  package var json: JSONValue {
    var object: JSONObject = [
      "chunk": JSONValue(chunk), "kind": .string(kind.rawValue),
      "paths": JSONValue(paths.map(\.description)),
    ]
    object.set("start", range.map { JSONValue($0.lowerBound) })
    object.set("end", range.map { JSONValue($0.upperBound) })
    object["findings"] = .array(findings.map(\.json))
    return .object(object)
  }

  package init(_ fields: Fields) throws(FormatError) {
    var paths: [JSONPointer] = []
    for text in try fields.strings("paths") {
      guard let pointer = Fields.pointer(text) else {
        throw FormatError(place: fields.place.appending("paths"), expected: "JSON Pointers")
      }
      paths.append(pointer)
    }
    var findings: [Finding] = []
    for finding in try fields.list("findings") { findings.append(try Finding(finding)) }
    self.init(
      chunk: try fields.integer("chunk"), kind: try fields.word("kind"), paths: paths,
      range: fields.object["start"] == nil ? nil : try fields.range(), findings: findings)
  }
}

extension Reply {
  /// Written as
  /// `{"text","finish_reason","usage":{"input_tokens","output_tokens","cached_tokens"},"model"}`.
  package var json: JSONObject {
    [
      "text": .string(text), "finish_reason": .string(finishReason.rawValue),
      "usage": [
        "input_tokens": JSONValue(usage.inputTokens),
        "output_tokens": JSONValue(usage.outputTokens),
        "cached_tokens": JSONValue(usage.cachedTokens),
      ],
      "model": .string(model),
    ]
  }

  package init(_ fields: Fields) throws(FormatError) {
    let usage = try fields.fields("usage")
    self.init(
      text: try fields.string("text"), finishReason: try fields.word("finish_reason"),
      usage: Usage(
        inputTokens: try usage.integer("input_tokens"),
        outputTokens: try usage.integer("output_tokens"),
        cachedTokens: try usage.optionalInteger("cached_tokens") ?? 0),
      model: try fields.string("model"))
  }
}

extension Exchange {
  /// `{"prompt", …reply}` or `{"prompt","failure"}`: the prompt by its id.
  package var replyJSON: JSONValue {
    var object: JSONObject = ["prompt": .string(prompt.id)]
    switch result {
    case .success(let reply):
      for (key, value) in reply.json { object[key] = value }
    case .failure(let failure):
      object["failure"] = failure.json
    }
    return .object(object)
  }

  /// Reads a reply and finds its prompt.
  package init(_ fields: Fields, among prompts: [Prompt]) throws(FormatError) {
    let id = try fields.string("prompt")
    guard let prompt = prompts.first(where: { $0.id == id }) else {
      throw FormatError(
        place: fields.place.appending("prompt"), expected: "the id of one of the prompts")
    }
    if fields.object["failure"] != nil {
      self.init(prompt: prompt, result: .failure(try Failure(fields.fields("failure"))))
    } else {
      self.init(prompt: prompt, result: .success(try Reply(fields)))
    }
  }
}
