import Foundation
import Synchronization
import TestSupport
import Testing

/// `kill -9` at any moment loses nothing, doubles nothing, and leaves nobody behind.
@Suite(.serialized, .enabled(if: Scene.isBuilt, Scene.absence))
struct KillTests {
  /// What a run leaves that nobody disturbs, in another folder.
  private struct Undisturbed {
    let results: Data
    let deadLetters: Data

    init(_ invoices: some Sequence<Int>, adding documents: [String: Data] = [:]) throws {
      let scene = try Scene(invoices)
      for (name, content) in documents { try scene.add(content, as: name) }
      #expect(try scene.run().status == 0)
      results = try #require(scene.results)
      deadLetters = try #require(scene.deadLetters)
    }
  }

  @Test func aRunKilledInParseIsTakenUpByTheNext() throws {
    let slow = Invoice(9)
    let documents = ["slow-0009.pdf": OddDocument.slowPDF(slow)]
    let scene = try Scene(1...4)
    for (name, content) in documents { try scene.add(content, as: name) }
    let run = try scene.start(["--stdout"])
    #expect(run.waits { Scene.concluded(run.stdout).count == 4 })
    #expect(!scene.workers(of: run).isEmpty)
    try kill(run, of: scene)
    #expect(scene.questions()[slow.number] == nil, "it was not killed in parse")

    let asked = scene.server.count
    #expect(try scene.run().status == 0)
    #expect(scene.questions(from: asked) == [slow.number: 1])
    let undisturbed = try Undisturbed(1...4, adding: documents)
    #expect(scene.results == undisturbed.results)
  }

  @Test func aRunKilledInARequestAsksOnlyThatAgain() throws {
    let late = Invoice(10)
    let hasHung = Mutex(false)
    let scene = try Scene(1...10) { request in
      let isFirst =
        Invoice(in: request) == late
        && hasHung.withLock { hung in
          defer { hung = true }
          return !hung
        }
      return isFirst ? .hang : Scene.reads(request)
    }
    let run = try scene.start(["--stdout"])
    #expect(run.waits { Scene.concluded(run.stdout).count == 9 && scene.questions()[10] == 1 })
    try kill(run, of: scene)

    let asked = scene.server.count
    #expect(try scene.run().status == 0)
    #expect(scene.questions(from: asked) == [late.number: 1])
    #expect(try scene.results == Undisturbed(1...10).results)
  }

  @Test func aRunKilledBetweenTwoQuestionsAboutADocumentAsksOnlyTheSecondAgain() throws {
    let corrects: @Sendable (ChatRequest) -> Bool = { $0.user.contains("JSON Pointers") }
    let script: @Sendable (ChatRequest, Bool) -> ScriptedAnswer = { request, hangs in
      if !corrects(request) { return .content(#"{"number":"INV-0001","total":7}"#) }
      return hangs ? .hang : .content(#"{"/total":101.50}"#)
    }
    let hangs = Mutex(true)
    let scene = try Scene(1...1) { request in script(request, hangs.withLock { $0 }) }
    let run = try scene.start()
    #expect(run.waits { scene.server.count == 2 })
    try kill(run, of: scene)
    hangs.withLock { $0 = false }

    #expect(try scene.run().status == 0)
    #expect(scene.server.requests.map(corrects) == [false, true, true])
    #expect(scene.server.requests[1].bytes == scene.server.requests[2].bytes)
    let undisturbed = try Scene(1...1) { script($0, false) }
    #expect(try undisturbed.run().status == 0)
    #expect(scene.results == undisturbed.results)
    #expect(try scene.acceptedPaths == [Invoice(1).path])
  }

  /// Kills many runs, each some way into its work: while documents are decided, committed and
  /// published.
  @Test(arguments: [UInt64(1), 2])
  func runsKilledAtRandomNeverAskAgainWhatIsStored(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let numbers = 1...40
    let documents = ["broken.pdf": OddDocument.brokenPDF]
    let undisturbed = try Undisturbed(numbers, adding: documents)
    var kills = 0
    var scenes = 0
    while kills < 8, scenes < 20 {
      scenes += 1
      let scene = try Scene(numbers) { .delay(0.02, then: Scene.reads($0)) }
      for (name, content) in documents { try scene.add(content, as: name) }
      var decided: Set<String> = []
      // Four attempts to finish, most of which do not get that far.
      for _ in 0..<4 {
        let asked = scene.server.count
        let run = try scene.start(["--stdout", "--max-in-flight", "2"])
        let goal = Int.random(in: 0...12, using: &random)
        let isThere = run.waits { Scene.concluded(run.stdout).count >= goal }
        if isThere { usleep(.random(in: 0...200_000, using: &random)) }
        run.signalled(SIGKILL)
        #expect(scene.isLeftByAll())
        let ended = run.wait()
        if ended.isSignal { kills += 1 } else { #expect(ended.status == 0) }
        let again = Set(scene.questions(from: asked).keys.map { Invoice($0).path })
        #expect(again.isDisjoint(with: decided), "asked again although it was stored")
        decided.formUnion(Scene.concluded(ended.stdout))
      }
      let asked = scene.server.count
      let last = try scene.run()
      #expect(last.status == 0, "\(last.stderr)")
      let again = Set(scene.questions(from: asked).keys.map { Invoice($0).path })
      #expect(again.isDisjoint(with: decided))
      #expect(scene.results == undisturbed.results)
      #expect(scene.deadLetters == undisturbed.deadLetters)
      #expect(!scene.outputFiles.keys.contains { $0.hasSuffix(".partial") })
    }
    #expect(kills >= 8, "too many runs were done before they were killed")
  }

  @Test func theChildrenOfARunAreFoundByTheseTests() throws {
    let scene = try Scene(1...1) { _ in .hang }
    let run = try scene.start()
    #expect(run.waits { scene.server.count == 1 })
    #expect(scene.processes.contains(run.pid))
    #expect(!scene.workers(of: run).isEmpty)
    try kill(run, of: scene)
  }

  private func kill(_ run: RunningBinary, of scene: Scene) throws {
    run.signalled(SIGKILL)
    // Before the wait: that takes as long as a child keeps what it inherited open.
    #expect(scene.isLeftByAll())
    let ended = run.wait()
    try #require(ended.isSignal && ended.status == SIGKILL, "it had ended: \(ended.stderr)")
  }
}
