import Extraction
import Foundation
import TestSupport
import Testing

@testable import Workflow

@Suite struct PipelineTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    _ = try folder.write("{}", to: "schemas/s.json")
  }

  private func path(_ name: String) -> String { folder.path + "/" + name }

  private func load(_ yaml: String, environment: [String: String] = [:]) throws -> Pipeline {
    _ = try folder.write(yaml, to: "pipelines/p.yaml")
    return try Pipeline.load(path("pipelines/p.yaml"), environment: environment)
  }

  private static let whole = """
    name: p
    source: { paths: [../docs, /abs/x.pdf] }
    schema: ../schemas/s.json
    models:
      local: { provider: llama.cpp }
      far: { provider: openai, base_url: "${URL:-http://127.0.0.1:1/v1}", model: m, api_key_env: KEY }
    route: [local, far]
    output: { directory: ../out }
    """

  @Test func fillsDefaultsAndResolvesPathsAgainstThePipelineFile() throws {
    let pipeline = try load(Self.whole)
    #expect(
      pipeline.source.paths.map(\.description) == ["../docs", "/abs/x.pdf"])
    #expect(pipeline.results == path("out/p"))
    #expect(pipeline.ledger == path("out/sluice.sqlite"))
    #expect(pipeline.route.map(\.name) == ["local", "far"])
    #expect(pipeline.route[1].baseURL == "http://127.0.0.1:1/v1")
    #expect(pipeline.chunk.maxTokens == 3000)
    #expect(pipeline.validation.evidence == .required)
  }

  @Test func readsHowStrictlyAndHowOftenIsAsked() throws {
    let pipeline = try load(
      Self.whole + """

        chunk: { max_tokens: 2k, overlap: 100 }
        validate: { completeness: preferred, publish: fields }
        ask: { attempts: 6, tokens: 50k, cost: 0.05 }
        """)
    #expect(pipeline.chunk.overlap == 100)
    #expect(pipeline.validation.completeness == .preferred)
    #expect(pipeline.validation.publish == .fields)
    #expect(pipeline.ask == AskSettings(attempts: 6, tokens: 50_000, cost: 0.05))
    #expect(try load(Self.whole).ask == AskSettings())
    #expect(throws: ConfigurationError.self) {
      try load(Self.whole + "\nchunk: { max_tokens: 100, overlap: 100 }")
    }
  }

  @Test func takesPasswordsFromTheEnvironmentOneALine() throws {
    let yaml = Self.whole + "\nparse: { passwords_env: PASSWORDS }"
    #expect(try load(yaml, environment: ["PASSWORDS": "a b\nc"]).parse.passwords == ["a b", "c"])
    #expect(try load(yaml).parse.passwords == [])
  }

  @Test(arguments: [
    ("../schemas/s.json", "../schemas/none.json", "does not exist"),
    ("name: p", "name: ../p", "letters, digits"),
    ("[local, far]", "[local, fra]", "which is not under `models`"),
    ("[local, far]", "[local, local]", "twice"),
    ("${URL:-http://127.0.0.1:1/v1}", "${URL}", "environment variable URL"),
    ("${URL:-http://127.0.0.1:1/v1}", "ftp://x", "no http(s) address"),
    ("[../docs, /abs/x.pdf]", "['']", "is empty"),
  ])
  func refusesWhatCannotWork(old: String, new: String, says: String) throws {
    #expect {
      try load(Self.whole.replacing(old, with: new))
    } throws: { error in
      guard let error = error as? ConfigurationError else { return false }
      return error.message.contains(says) && error.line != nil
    }
  }

  @Test func namesFileAndLineOfASchemaThatIsNoJSON() throws {
    _ = try folder.write("{\n  \"a\": 1,\n}", to: "schemas/s.json")
    #expect {
      try load(Self.whole)
    } throws: { error in
      guard let error = error as? ConfigurationError else { return false }
      return error.line == 3 && error.file == path("schemas/s.json")
    }
  }

  @Test func keysChangeWithWhatCanChangeARecordAndNothingElse() throws {
    func standing(_ yaml: String, route: [String] = ["a", "b"]) throws -> Digest {
      try Keys(load(yaml), route: route).standing(Digest(of: "content"))
    }
    let before = try standing(Self.whole)
    let without = Self.whole.replacing("../out", with: "../elsewhere")
      .replacing("api_key_env: KEY", with: "timeout: 5s")
    #expect(try standing(without) == before)
    #expect(try standing(Self.whole + "\nparse: { timeout: 5s, memory: 2GB }") == before)
    #expect(try standing(Self.whole, route: ["a", "c"]) != before)
    #expect(try standing(Self.whole + "\nchunk: { max_tokens: 9 }") != before)
    #expect(try standing(Self.whole + "\nprompt: { task: other }") != before)
    #expect(try standing(Self.whole + "\nchunk: { overlap: 9 }") != before)
    for setting in ["evidence: off", "completeness: off", "publish: fields"] {
      #expect(try standing(Self.whole + "\nvalidate: { \(setting) }") != before)
    }
    #expect(try standing(Self.whole + "\nask: { attempts: 9 }") != before)
    _ = try folder.write("{ }", to: "schemas/s.json")
    #expect(try standing(Self.whole) != before)
  }
}
