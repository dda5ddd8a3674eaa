import Extraction
import JSON

/// The body of a request to `/chat/completions`, as OpenAI, llama.cpp and vLLM take it.
///
/// The order of the keys is fixed and static parts come first, so equal prompts are equal bytes
/// and prompt caches meet one prefix.
enum ChatBody {
  /// - Parameter schema: that of the prompt, made fit for the provider; nil where it cannot be.
  static func bytes(_ prompt: Prompt, schema: JSONValue?, settings: ModelSettings) -> [UInt8] {
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
    writer.member("temperature", JSONValue(settings.temperature))
    writer.member("max_tokens", JSONValue(settings.maxOutputTokens * max(1, prompt.outputScale)))
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
