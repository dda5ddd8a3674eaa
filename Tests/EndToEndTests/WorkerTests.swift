import Foundation
import TestSupport
import Testing

/// One document that ends its parser is one dead letter; the others go on.
@Suite(
  .serialized, .enabled(if: Scene.isBuilt, Scene.absence),
  .enabled(if: SampleData.isUsable("pdf-corpus"), "\(SampleData.absence)"))
struct WorkerTests {
  private static let bomb = "documents/bomb.pdf"

  /// Three invoices and a page that decompresses to gigabytes and keeps a parser busy for minutes.
  private func scene(parse: String) throws -> Scene {
    let scene = try Scene(1...3, settings: "parse: { \(parse) }")
    let corpus = try SampleData.folder("pdf-corpus")
    let bomb = corpus.appendingPathComponent("timeout__pdf.js__bomb_giant.pdf")
    try scene.add(Data(contentsOf: bomb), as: "bomb.pdf")
    return scene
  }

  private func expectOthersAccepted(
    _ scene: Scene, _ ended: BuiltBinary.Ended, bombIs failureClass: String
  ) throws {
    #expect(ended.status == 0, "\(ended.stderr)")
    let sum = "4 documents = 3 accepted + 1 dead-lettered (1 \(failureClass)) + 0 skipped"
    #expect(ended.stderr.contains(sum), "\(ended.stderr)")
    #expect(try scene.deadLetterClasses == [Self.bomb: failureClass])
    #expect(try scene.acceptedPaths == (1...3).map { Invoice($0).path })
    #expect(scene.server.count == 3)
    #expect(scene.isLeftByAll())
  }

  @Test func aWorkerThatIsKilledTwiceLeavesOneDeadLetter() throws {
    let scene = try scene(parse: "timeout: 100s, memory: 100GB")
    let run = try scene.start(["--stdout"])
    #expect(run.waits { Scene.concluded(run.stdout).count == 3 })
    // Idle workers go too: they are none of the document's business.
    var killed: Set<Int32> = []
    let isOver = run.waits {
      for worker in scene.workers(of: run) where killed.insert(worker).inserted {
        kill(worker, SIGKILL)
      }
      return !run.isRunning
    }
    #expect(isOver)
    #expect(killed.count >= 2)
    try expectOthersAccepted(scene, run.wait(), bombIs: "crashed")
    #expect(String(decoding: scene.deadLetters ?? Data(), as: UTF8.self).contains("signal 9"))
  }

  @Test func aWorkerThatIsKilledOnceCostsNothing() throws {
    let scene = try Scene(1...2)
    try scene.add(OddDocument.slowPDF(Invoice(9)), as: "slow-0009.pdf")
    let run = try scene.start(["--jobs", "1", "--stdout"])
    #expect(run.waits { Scene.concluded(run.stdout).count == 2 })
    let workers = scene.workers(of: run)
    #expect(workers.count == 1)
    for worker in workers { kill(worker, SIGKILL) }
    let ended = run.wait()
    #expect(ended.status == 0, "\(ended.stderr)")
    #expect(scene.questions()[9] == 1)
    #expect(try scene.acceptedPaths.count == 3)
    #expect(try scene.deadLetterClasses.isEmpty)
  }

  @Test func aDocumentWhoseParsingIsInterruptedIsNoDeadLetter() throws {
    let scene = try scene(parse: "timeout: 100s, memory: 100GB")
    let run = try scene.start(["--stdout"])
    #expect(run.waits { Scene.concluded(run.stdout).count == 3 })
    #expect(!scene.workers(of: run).isEmpty)
    run.signalled(SIGINT)
    let ended = run.wait(timeLimit: 60)
    #expect(ended.status == 75, "\(ended.stderr)")
    let sum = "4 documents = 3 accepted + 0 dead-lettered + 0 skipped + 1 deferred (1 interrupted)"
    #expect(ended.stderr.contains(sum), "\(ended.stderr)")
    #expect(scene.isLeftByAll())
  }

  @Test func aDocumentOverItsTimeIsTooSlow() throws {
    let scene = try scene(parse: "timeout: 2s, memory: 100GB")
    try expectOthersAccepted(scene, scene.run(), bombIs: "too_slow")
  }

  @Test func aDocumentOverItsMemoryIsTooBig() throws {
    let scene = try scene(parse: "timeout: 100s, memory: 200MB")
    try expectOthersAccepted(scene, scene.run(), bombIs: "too_big")
  }

  @Test func aDeadLetterOfAParserIsNotTriedAgainWithoutAReason() throws {
    let scene = try scene(parse: "timeout: 100s, memory: 200MB")
    #expect(try scene.run().status == 0)
    let next = try scene.run()
    #expect(next.stderr.contains("4 skipped (4 unchanged)"), "\(next.stderr)")
    #expect(scene.server.count == 3)
  }
}
