import Extraction
import JSON

/// The body of a request to `/chat/completions`, as OpenAI, llama.cpp and vLLM take it.
///
/// The order of the keys is fixed and static parts come first, so equal prompts are equal bytes
/// and prompt caches meet one prefix.
enum ChatBody {
  /// At temperature 0 a model says the same each time: for another sample it is asked at this one.
  private static let otherTemperature = 0.5

  /// - Parameters:
  ///   - schema: that of the prompt, made fit for the provider; nil where it cannot be.
  ///   - sample: above 0 it is the seed.
  static func bytes(
    _ prompt: Prompt, schema: JSONValue?, settings: ModelSettings, sample: Int = 0
  ) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    // A llama.cpp server has one model; the path of its file is nobody's business.
    if settings.provider == .openAI, let model = settings.model {
      writer.member("model", .string(model))
    }
    writer.key("messages")
    writer.beginArray()
    write(&writer, role: "system", prompt.system)
    write(&writer, role: "user", prompt.user)
    writer.endArray()
    let isFixed = sample > 0 && settings.temperature == 0
    writer.member("temperature", JSONValue(isFixed ? otherTemperature : settings.temperature))
    if sample > 0 { writer.member("seed", JSONValue(sample)) }
    let limit = prompt.outputTokens ?? settings.maxOutputTokens
    writer.member("max_tokens", JSONValue(limit * max(1, prompt.outputScale)))
    if let schema {
      writer.member(
        "response_format",
        [
          "type": "json_schema",
          "json_schema": ["name": "record", "schema": schema, "strict": true],
        ])
    }
    writer.member("stream", false)
    writer.endObject()
    return writer.bytes
  }

  private static func write(_ writer: inout JSONWriter, role: String, _ content: String) {
    writer.beginObject()
    writer.member("role", .string(role))
    writer.member("content", .string(content))
    writer.endObject()
  }
}
