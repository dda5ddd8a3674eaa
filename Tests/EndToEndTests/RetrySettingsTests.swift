import Foundation
import JSON
import TestSupport
import Testing

/// Dead letters that are asked about again in another way.
@Suite(.serialized, .enabled(if: Scene.isBuilt, Scene.absence))
struct RetrySettingsTests {
  private let scene: Scene

  /// Two models of one server; only one that is given a hint reads well.
  init() throws {
    scene = try Scene([1], settings: Self.settings) { request in
      let isHinted = request.user.contains("A person who knows this document adds: ")
      return .content(isHinted ? Invoice(1).answer : "No.")
    }
    try scene.folder.write(
      scene.folder.read("pipeline.yaml").replacing(
        "model: scripted }",
        with: """
          model: scripted }
            strong: { provider: openai, base_url: "\(scene.server.baseURL)", model: strong }
          """), to: "pipeline.yaml")
    #expect(try scene.run().status == 1)
    #expect(try scene.deadLetterClasses == [Invoice(1).path: "malformed"])
  }

  private static let settings = """
    parse: { timeout: 10m }
    route: [scripted, strong]
    """

  private func retry(_ arguments: String...) throws -> BuiltBinary.Ended {
    try scene.start(
      command: ["dead-letters", scene.pipeline, "retry", "--class", "malformed"] + arguments,
      environment: ["SLUICE_REVIEWER": "ada"]
    ).wait()
  }

  private func asked(from start: Int) -> [(model: String, tokens: Int, user: String)] {
    scene.server.requests[start...].map { request in
      (
        request.body["model"]?.stringValue ?? "", request.body["max_tokens"]?.intValue ?? 0,
        request.user
      )
    }
  }

  @Test func theModelTheLimitAndTheHintAreThoseOfTheNextRunAndOfNoOtherDocument() throws {
    let first = scene.server.count
    let ended = try retry(
      "--rung", "strong", "--tokens", "777", "--hint", "The total\n stands below.")
    #expect(ended.status == 0, "\(ended.stderr)")
    #expect(ended.stdout.contains("of strong first"))
    #expect(ended.stdout.contains("up to 777 tokens"))
    #expect(scene.server.count == first)
    try scene.add(Data(Invoice(2).text.utf8), as: Invoice(2).name)
    _ = try scene.run()
    let asked = asked(from: first)
    let again = asked.filter { $0.user.contains("INV-0001") }
    #expect(again.map(\.model) == ["strong"])
    #expect(again.map(\.tokens) == [777])
    let line = "\n\nA person who knows this document adds: The total stands below."
    #expect(again.allSatisfy { $0.user.hasSuffix(line) }, "one line, behind the document")
    let others = asked.filter { $0.user.contains("INV-0002") }
    #expect(others.first?.model == "scripted")
    #expect(others.allSatisfy { $0.tokens != 777 && !$0.user.contains("adds: ") })
    #expect(try scene.acceptedPaths == [Invoice(1).path])
    let last = scene.server.count
    _ = try scene.run()
    #expect(scene.server.count == last, "nobody is asked twice")
  }

  @Test func whatStandsBeforeTheHintIsWhatWasSaidWithoutIt() throws {
    let before = try #require(asked(from: 0).first)
    _ = try retry("--hint", "Look again.")
    let first = scene.server.count
    _ = try scene.run()
    let after = try #require(asked(from: first).first)
    #expect(after.user.hasPrefix(before.user), "a prompt cache meets the same prefix")
  }

  @Test func anotherHintIsAnotherQuestionAndAPlainRetryHasNone() throws {
    _ = try retry("--hint", "Nothing of use.", "--tokens", "5")
    var first = scene.server.count
    _ = try scene.run()
    #expect(asked(from: first).first?.tokens == 5)
    #expect(try scene.acceptedPaths == [Invoice(1).path])
    let line = String(decoding: try #require(scene.results), as: UTF8.self)
    let id = try #require(try JSONValue(parsing: line)["document"]?["sha256"]?.stringValue)
    let plain = try scene.start(
      command: ["dead-letters", scene.pipeline, "retry", "--again", id],
      environment: ["SLUICE_REVIEWER": "ada"]
    ).wait()
    #expect(plain.status == 0, "\(plain.stderr)")
    first = scene.server.count
    _ = try scene.run()
    let again = try #require(asked(from: first).first)
    #expect(again.tokens != 5 && !again.user.contains("adds: "))
  }

  @Test func aModelThatTheRouteDoesNotHaveIsRefused() throws {
    let ended = try retry("--rung", "weak")
    #expect(ended.status == 64)
    #expect(ended.stderr.contains("no model weak; there are scripted, strong"))
    #expect(try retry("--tokens", "0").status == 64)
  }
}
