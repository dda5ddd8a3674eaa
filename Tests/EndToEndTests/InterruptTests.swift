import Foundation
import Synchronization
import TestSupport
import Testing

/// Ctrl-C and `kill`: what is under way may end, what is stored stays, the next run goes on.
@Suite(.serialized, .enabled(if: Scene.isBuilt, Scene.absence))
struct InterruptTests {
  /// Ten invoices, about five of which the server says nothing while it is told to hang.
  private final class Hanging: Sendable {
    private let hangs = Mutex(true)

    func answer(_ request: ChatRequest) -> ScriptedAnswer {
      let isSilent = hangs.withLock { $0 } && Invoice(in: request).number > 5
      return isSilent ? .hang : Scene.reads(request)
    }

    func end() {
      hangs.withLock { $0 = false }
    }
  }

  private static func isHalfDone(_ run: RunningBinary, _ scene: Scene) -> Bool {
    run.waits { Scene.concluded(run.stdout).count == 5 && scene.server.count == 10 }
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func aSignalLeavesTheRestToTheNextRun(signal: Int32) throws {
    let hanging = Hanging()
    let scene = try Scene(1...10) { hanging.answer($0) }
    let run = try scene.start(["--stdout"])
    #expect(Self.isHalfDone(run, scene))
    run.signalled(signal)
    let ended = run.wait(timeLimit: 60)
    #expect(ended.status == 75 && !ended.isSignal && !ended.isTimedOut)
    let sum = "10 documents = 5 accepted + 0 dead-lettered + 0 skipped + 5 deferred (5 interrupted)"
    #expect(ended.stderr.contains(sum), "\(ended.stderr)")
    #expect(scene.isLeftByAll())
    #expect(try scene.acceptedPaths == (1...5).map { Invoice($0).path })
    #expect(try scene.deadLetterClasses.isEmpty)

    hanging.end()
    let asked = scene.server.count
    #expect(try scene.run().status == 0)
    #expect(scene.questions(from: asked) == [6: 1, 7: 1, 8: 1, 9: 1, 10: 1])
    let undisturbed = try Scene(1...10)
    #expect(try undisturbed.run().status == 0)
    #expect(scene.results == undisturbed.results)
  }

  @Test func aSignalLetsRequestsInFlightEndAndTakesInNoMore() throws {
    let scene = try Scene(1...30) { request in
      .delay(Invoice(in: request).number == 1 ? 0 : 2, then: Scene.reads(request))
    }
    let run = try scene.start(["--max-in-flight", "2", "--jobs", "1", "--stdout"])
    #expect(run.waits { scene.server.count == 3 })
    run.signalled(SIGINT)
    let ended = run.wait(timeLimit: 60)
    #expect(ended.status == 75)
    // What was in flight was answered and kept, and the last documents were never asked about.
    #expect(Scene.concluded(ended.stdout).isSuperset(of: (1...3).map { Invoice($0).path }))
    #expect(scene.questions()[30] == nil)
    #expect(try scene.acceptedPaths.count == scene.server.count)
    #expect(scene.isLeftByAll())
  }

  @Test func aSecondSignalEndsAtOnce() throws {
    let hanging = Hanging()
    let scene = try Scene(1...10) { hanging.answer($0) }
    let run = try scene.start(["--stdout"])
    #expect(Self.isHalfDone(run, scene))
    run.signalled(SIGINT)
    #expect(run.waits { run.stderr.contains("stopping") })
    run.signalled(SIGINT)
    let ended = run.wait(timeLimit: 60)
    #expect(ended.status == 75 && !ended.isSignal)
    // Whoever ends at once sums up nothing.
    #expect(!ended.stderr.contains("10 documents ="))
    #expect(scene.isLeftByAll())

    hanging.end()
    let asked = scene.server.count
    #expect(try scene.run().status == 0)
    #expect(scene.questions(from: asked) == [6: 1, 7: 1, 8: 1, 9: 1, 10: 1])
  }
}
