import Extraction
import JSON
import Prompting
import Testing

@Suite struct PieceQuestionTests {
  /// So many groups of 30 values.
  private static func wide(_ groups: Int) -> JSONValue {
    let values = JSONObject((0..<30).map { ("v\($0)", ["type": "number"]) })
    let group: JSONValue = ["type": "object", "properties": .object(values)]
    let properties = JSONObject((0..<groups).map { ("g\($0)", group) })
    return ["type": "object", "properties": .object(properties)]
  }

  private func prompts(_ schema: JSONValue) -> [Prompt] {
    FencedPromptBuilder(settings: PromptSettings(schema: schema), chunking: ChunkSettings())
      .prompts(for: document(blocks: ["One.", "Two."]))
  }

  @Test func aSchemaOfUpToAHundredValuesIsOneQuestion() {
    #expect(prompts(Self.wide(3)).map(\.ask) == [nil])
  }

  @Test func aWiderSchemaIsAskedForInPiecesWithOnePrefix() {
    let prompts = prompts(Self.wide(7))
    #expect(prompts.map(\.id) == ["0.0", "0.1", "0.2"])
    #expect(prompts.compactMap(\.ask?.kind) == [.split, .split, .split])
    let asked = prompts.compactMap(\.ask).flatMap(\.paths).map(\.description)
    #expect(asked == (0..<7).map { "/g\($0)" })
    #expect(prompts.map { $0.schema["properties"]?.objectValue?.count } == [3, 3, 1])
    let (first, last) = (prompts[0], prompts[2])
    #expect(first.system == last.system)
    let shared = zip(first.user.utf8, last.user.utf8).prefix { $0 == $1 }.count
    #expect(shared > (first.user.utf8.count * 2) / 5)
    #expect(first.user.utf8.prefix(shared).starts(with: "<document-".utf8))
  }

  @Test func anObjectThatIsTooWideByItselfIsCutIntoItsProperties() {
    let schema: JSONValue = ["type": "object", "properties": ["all": Self.wide(5)]]
    let asked = prompts(schema).compactMap(\.ask).map { $0.paths.map(\.description) }
    #expect(asked == [["/all/g0", "/all/g1", "/all/g2"], ["/all/g3", "/all/g4"]])
  }

  @Test func aPieceOfTheTextStandsInAFenceOfItsOwn() {
    let schema: JSONValue = ["properties": ["rows": ["type": "array"]]]
    let builder = FencedPromptBuilder(
      settings: PromptSettings(schema: schema), chunking: ChunkSettings())
    let first = builder.prompts(for: document(blocks: ["One.", "Two."]))[0]
    let ask = Ask(
      chunk: 0, kind: .split, paths: [JSONPointer(["rows"])], range: 6..<10, findings: [])
    let prompt = builder.prompt(for: ask, after: first, rung: 0, ordinal: 1)
    #expect(prompt.user.contains(">\nTwo.\n</document-"))
    #expect(!prompt.user.contains("One."))
    #expect(prompt.system == first.system)
  }
}
