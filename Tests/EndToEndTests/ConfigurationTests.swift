import Foundation
import TestSupport
import Testing

/// What is wrong in the files of a pipeline is said before any work begins.
@Suite(.serialized, .enabled(if: Scene.isBuilt, Scene.absence))
struct ConfigurationTests {
  /// One thing wrong with a pipeline, and what is to be said of it.
  struct Mistake: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// Replaces a text in a file of the scene.
    let file: String
    let text: String
    let replacement: String
    /// File and line, as they begin the message.
    let place: String
    /// Reason and advice.
    let words: [String]
  }

  static let mistakes = [
    Mistake(
      testDescription: "an unknown key", file: "pipeline.yaml",
      text: "output:", replacement: "chunks: { max_tokens: 100 }\noutput:",
      place: "pipeline.yaml:6:", words: ["unknown key `chunks`", "Did you mean `chunk`?"]),
    Mistake(
      testDescription: "an unknown key of a model", file: "pipeline.yaml",
      text: "base_url:", replacement: "base_urll:",
      place: "pipeline.yaml:5:", words: ["base_urll", "Did you mean `base_url`?"]),
    Mistake(
      testDescription: "a key that is not built yet", file: "pipeline.yaml",
      text: "output:", replacement: "budget: { run: 2.00 }\noutput:",
      place: "pipeline.yaml:6:", words: ["`budget` is not built yet", "Take it out"]),
    Mistake(
      testDescription: "no YAML", file: "pipeline.yaml",
      text: "output: { directory: out }", replacement: "output: { directory: out",
      place: "pipeline.yaml:", words: ["this is no YAML", "Check the indentation"]),
    Mistake(
      testDescription: "a schema that is not there", file: "pipeline.yaml",
      text: "schema: schema.json", replacement: "schema: schemas/none.json",
      place: "pipeline.yaml:3:",
      words: ["the schema", "schemas/none.json does not exist", "relative to the pipeline file"]),
    Mistake(
      testDescription: "an unset variable in an address", file: "pipeline.yaml",
      text: "http://127.0.0.1", replacement: "http://${SCENE_ABSENT}",
      place: "pipeline.yaml:5:", words: ["SCENE_ABSENT", "Set it, or give a default"]),
    Mistake(
      testDescription: "an unset variable for a key", file: "pipeline.yaml",
      text: "model: scripted", replacement: "model: scripted, api_key_env: SCENE_ABSENT",
      place: "pipeline.yaml:5:", words: ["models.scripted.api_key_env", "SCENE_ABSENT", "Set it"]),
    Mistake(
      testDescription: "a schema that is no JSON", file: "schema.json",
      text: #""type": "object","#, replacement: #""type": object,"#,
      place: "schema.json:2:", words: ["the schema is no JSON", "A JSON Schema is a JSON file"]),
    Mistake(
      testDescription: "a keyword that is none", file: "schema.json",
      text: #""required":"#, replacement: #""requierd":"#,
      place: "schema.json:", words: ["requierd", "takes none that it does not know"]),
    Mistake(
      testDescription: "a rule that is no SQL", file: "pipeline.yaml",
      text: "output:",
      replacement: "validate: { rules: [{ name: positive, check: totl > 0 }] }\noutput:",
      place: "pipeline.yaml:6:",
      words: ["“positive”", "totl", "the schema's top-level properties: number, total"]),
    Mistake(
      testDescription: "a rule that is two statements", file: "pipeline.yaml",
      text: "output:",
      replacement: "validate: { rules: [{ name: two, check: total > 0; select 1 }] }\noutput:",
      place: "pipeline.yaml:6:", words: ["“two”", "one SQL expression"]),
  ]

  @Test(arguments: mistakes)
  func aMistakeEndsTheRunBeforeAnyWork(_ mistake: Mistake) throws {
    let scene = try Scene(1...2)
    let before = try scene.folder.read(mistake.file)
    let after = before.replacingOccurrences(of: mistake.text, with: mistake.replacement)
    try #require(after != before)
    try scene.folder.write(after, to: mistake.file)
    let ended = try scene.run()
    #expect(ended.status == 78, "\(ended.stderr)")
    let first = ended.stderr.split(separator: "\n").first ?? ""
    #expect(first.hasPrefix("sluice: ") && first.contains(mistake.place), "\(ended.stderr)")
    for words in mistake.words { #expect(ended.stderr.contains(words), "\(ended.stderr)") }
    #expect(ended.stdout.isEmpty)
    #expect(scene.server.count == 0)
    #expect(!scene.hasOutput)

    try scene.folder.write(before, to: mistake.file)
    #expect(try scene.run().status == 0)
  }

  @Test func aPipelineFileThatIsNotThereIsAMistake() throws {
    let scene = try Scene(1...1)
    let ended = try scene.start(command: ["run", "pipelin.yaml"]).wait()
    #expect(ended.status == 78)
    #expect(
      ended.stderr
        == "sluice: pipelin.yaml: the pipeline file does not exist\n  Did you mean pipeline.yaml?\n")
    #expect(!scene.hasOutput)
  }

  @Test func aFolderWithoutDocumentsIsNoInput() throws {
    let scene = try Scene([])
    let ended = try scene.run()
    #expect(ended.status == 66, "\(ended.stderr)")
    #expect(ended.stderr.contains("no document matches"))
    #expect(ended.stderr.contains("relative to the pipeline file"))
  }

  @Test func aFolderThatIsNotThereIsNoInput() throws {
    let scene = try Scene([])
    try FileManager.default.removeItem(at: scene.folder.url.appendingPathComponent("documents"))
    let ended = try scene.run()
    #expect(ended.status == 66, "\(ended.stderr)")
    #expect(ended.stderr.contains("documents does not exist"))
    #expect(ended.stderr.contains("Check that the path is right"))
  }

  @Test func aSecondRunOfAPipelineIsRefusedAtOnceAndToldWhoIsAtIt() throws {
    let scene = try Scene(1...3) { _ in .hang }
    let first = try scene.start()
    #expect(first.waits { scene.server.count == 3 })
    let second = try scene.run()
    #expect(second.status == 75, "\(second.stderr)")
    #expect(second.stderr.contains("another run of scene is under way (pid \(first.pid) since"))
    #expect(scene.server.count == 3)
    #expect(first.isRunning)
    first.signalled(SIGKILL)
    _ = first.wait()
  }
}
