import Foundation
import JSON
import TestSupport
import Testing

/// Many dead letters with one cause, decided at once from the shell.
@Suite(.serialized, .enabled(if: Scene.isBuilt, Scene.absence))
struct GroupDecisionTests {
  private let scene: Scene

  /// Three invoices over the limit of a rule, and one that is no PDF.
  init() throws {
    scene = try Scene(
      1...3, settings: "validate: { rules: [ { name: small, check: \"total < 100\" } ] }")
    try scene.add(OddDocument.brokenPDF, as: "broken.pdf")
    #expect(try scene.run().status == 1)
    #expect(try scene.deadLetterClasses.count == 4)
  }

  private func decide(_ arguments: String...) throws -> BuiltBinary.Ended {
    try scene.start(
      command: ["dead-letters", scene.pipeline] + arguments, environment: ["SLUICE_REVIEWER": "ada"]
    ).wait()
  }

  @Test func aDryRunSaysWhatWouldBecomeOfEachAndDecidesNothing() throws {
    let before = scene.outputFiles.filter { $0.key.hasSuffix(".jsonl") }
    let ended = try decide(
      "correct", "--rule", "small", "--field", "/total", "--set", "/total=101.50", "--dry-run")
    #expect(ended.status == 0, "\(ended.stderr)")
    #expect(ended.stdout.contains("/total  102.5"), "\(ended.stdout)")
    #expect(ended.stdout.contains("-> 101.5"))
    #expect(ended.stdout.contains("! ungrounded at /total"), "two do not show it")
    #expect(ended.stderr.contains("3 letters: 0 without a doubt, 3 to be confirmed, 0 refused"))
    #expect(scene.outputFiles.filter { $0.key.hasSuffix(".jsonl") } == before)
  }

  @Test func allWithACauseAreDecidedAndNoOthers() throws {
    let refused = try decide("accept", "--class", "rule_broken")
    #expect(refused.status == 65, "what the rule says must be confirmed")
    #expect(try scene.acceptedPaths.isEmpty)
    let ended = try decide("accept", "--class", "rule_broken", "--yes")
    #expect(ended.status == 0, "\(ended.stderr)")
    #expect(try scene.acceptedPaths == (1...3).map { Invoice($0).path })
    #expect(try scene.deadLetterClasses == ["documents/broken.pdf": "unreadable"])
    let none = try decide("discard", "--class", "rule_broken", "--reason", "x")
    #expect(none.status == 0)
    #expect(none.stderr.contains("no dead letter is like that"))
  }

  @Test func idsAndACauseAtOnceAreAMistake() throws {
    #expect(try decide("retry", "abcd", "--class", "locked").status == 64)
    #expect(try decide("accept").status == 64)
  }
}
