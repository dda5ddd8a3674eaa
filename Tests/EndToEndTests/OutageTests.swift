import Dispatch
import Foundation
import Synchronization
import TestSupport
import Testing

/// A model that cannot be reached is nobody's dead letter.
@Suite(.serialized, .enabled(if: Scene.isBuilt, Scene.absence))
struct OutageTests {
  /// A server whose power can be switched.
  private final class Power: Sendable {
    private let isOn = Mutex(true)

    func answer(_ request: ChatRequest) -> ScriptedAnswer {
      isOn.withLock { $0 } || Invoice(in: request).number <= 4 ? Scene.reads(request) : .hang
    }

    func set(_ on: Bool) {
      isOn.withLock { $0 = on }
    }
  }

  @Test func anEndpointThatGoesAwayDefersTheRest() throws {
    let power = Power()
    power.set(false)
    let scene = try Scene(1...12) { power.answer($0) }
    let run = try scene.start(["--stdout"])
    #expect(run.waits { Scene.concluded(run.stdout).count == 4 && scene.server.count == 12 })
    scene.server.stop()
    let ended = run.wait(timeLimit: 120)
    #expect(ended.status == 69, "\(ended.stderr)")
    #expect(
      ended.stderr.contains(
        "12 documents = 4 accepted + 0 dead-lettered + 0 skipped "
          + "+ 8 deferred (8 model_unavailable)"), "\(ended.stderr)")
    #expect(try scene.deadLetterClasses.isEmpty)
    #expect(try scene.acceptedPaths == (1...4).map { Invoice($0).path })

    power.set(true)
    try scene.server.restart()
    let asked = scene.server.count
    let next = try scene.run()
    #expect(next.status == 0, "\(next.stderr)")
    #expect(
      scene.questions(from: asked) == Dictionary(uniqueKeysWithValues: (5...12).map { ($0, 1) }))
    let undisturbed = try Scene(1...12)
    #expect(try undisturbed.run().status == 0)
    #expect(scene.results == undisturbed.results)
    #expect(try scene.deadLetterClasses.isEmpty)
  }

  @Test func anOutageOfManyRunsMakesNoDeadLetterOfASingleDocument() throws {
    let scene = try Scene(1...1)
    scene.server.stop()
    for _ in 1...3 {
      let ended = try scene.run()
      #expect(ended.status == 69, "\(ended.stderr)")
      #expect(ended.stderr.contains("1 deferred (1 model_unavailable)"), "\(ended.stderr)")
      #expect(try scene.deadLetterClasses.isEmpty)
    }
    try scene.server.restart()
    #expect(try scene.run().status == 0)
    #expect(try scene.acceptedPaths == [Invoice(1).path])
  }

  @Test func aReplyOfAnEarlierRunIsNoSignThatTheModelIsThere() throws {
    let scene = try Scene(1...1) { request in
      request.user.contains("JSON Pointers")
        ? .drop : .content(#"{"number":"INV-0001","total":7}"#)
    }
    for _ in 1...3 {
      let ended = try scene.run()
      #expect(ended.status == 69, "\(ended.stderr)")
      scene.server.stop()
    }
    #expect(try scene.deadLetterClasses.isEmpty)
  }

  @Test func aDocumentThatFailsWhileOthersSucceedIsADeadLetterInItsThirdRun() throws {
    let scene = try Scene([9]) { Invoice(in: $0).number == 9 ? .drop : Scene.reads($0) }
    for number in 1...3 {
      // Something new in each run shows that the model is there.
      try scene.add(Data(Invoice(number).text.utf8), as: Invoice(number).name)
      let ended = try scene.run()
      #expect(ended.status == (number < 3 ? 69 : 0), "\(ended.stderr)")
      #expect(try scene.acceptedPaths.count == number)
    }
    #expect(try scene.deadLetterClasses == [Invoice(9).path: "transport"])
  }

  @Test func aKeyThatIsNotTakenIsSaidAndNeverWritten() throws {
    let key = "sk-loopback-5up3r-53cr3t-0123456789"
    let scene = try Scene(1...5, model: ", api_key_env: SCENE_KEY") { _ in
      .error(401, "Incorrect API key provided: \(key). Ask for another.", code: "invalid_api_key")
    }
    let ended = try scene.run(environment: ["SCENE_KEY": key])
    #expect(ended.status == 77, "\(ended.stderr)")
    #expect(scene.server.requests.first?.headers["authorization"] == "Bearer \(key)")
    #expect(ended.stderr.contains("401"))
    #expect(ended.stderr.contains("api_key_env"), "no advice: \(ended.stderr)")
    #expect(ended.stderr.contains("5 deferred"))
    #expect(try scene.deadLetterClasses.isEmpty)
    let secret = Data("5up3r-53cr3t".utf8)
    #expect(Data(ended.stderr.utf8).range(of: secret) == nil)
    #expect(Data(ended.stdout.utf8).range(of: secret) == nil)
    let files = scene.outputFiles
    #expect(files["sluice.sqlite"] != nil)
    for (name, content) in files { #expect(content.range(of: secret) == nil, "it is in \(name)") }
  }

  @Test func aKeyThatIsTakenIsNotWrittenEither() throws {
    let key = "sk-loopback-5up3r-53cr3t-0123456789"
    let scene = try Scene(1...3, model: ", api_key_env: SCENE_KEY")
    let ended = try scene.run(environment: ["SCENE_KEY": key])
    #expect(ended.status == 0)
    #expect(scene.server.requests.allSatisfy { $0.headers["authorization"] == "Bearer \(key)" })
    for (name, content) in scene.outputFiles {
      #expect(content.range(of: Data(key.utf8)) == nil, "it is in \(name)")
    }
  }

  @Test func aModelThatTakesNoRequestIsAMistakeInTheConfiguration() throws {
    let scene = try Scene(1...5) { _ in .error(400, "The model `scripted` does not exist.") }
    let ended = try scene.run()
    #expect(ended.status == 78, "\(ended.stderr)")
    #expect(ended.stderr.contains("does not exist"))
    #expect(ended.stderr.contains("check base_url, model"), "no advice: \(ended.stderr)")
  }

  @Test func tooManyRequestsAreNoFailure() throws {
    let throttled = Mutex(Set<Int>())
    let scene = try Scene(1...8) { request in
      let isFirst = throttled.withLock { $0.insert(Invoice(in: request).number).inserted }
      return isFirst
        ? .error(429, "Slow down.", headers: ["Retry-After": "0"]) : Scene.reads(request)
    }
    let ended = try scene.run()
    #expect(ended.status == 0, "\(ended.stderr)")
    #expect(ended.stderr.contains("8 documents = 8 accepted"))
    #expect(scene.questions() == Dictionary(uniqueKeysWithValues: (1...8).map { ($0, 2) }))
    let undisturbed = try Scene(1...8)
    #expect(try undisturbed.run().status == 0)
    #expect(scene.results == undisturbed.results)
  }
}
