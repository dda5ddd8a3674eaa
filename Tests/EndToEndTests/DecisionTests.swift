import Foundation
import JSON
import JSONSchema
import Synchronization
import TestSupport
import Testing

/// Dead letters decided from the shell.
@Suite(.serialized, .enabled(if: Scene.isBuilt, Scene.absence))
struct DecisionTests {
  private let scene: Scene
  /// What the model says of the invoice's total.
  private let said: Said

  /// What a model says, until a test has it say something else.
  private final class Said: Sendable {
    let total = Mutex("250.50")
  }

  /// A run over one invoice, whose model takes the total in another currency: that stands on the
  /// page, is called what the field is called, and breaks a rule.
  init() throws {
    let said = Said()
    self.said = said
    scene = try Scene([], settings: Self.settings) { request in
      let total = said.total.withLock { $0 }
      return .content(
        request.user.contains("JSON Pointers")
          ? #"{"/total":\#(total)}"# : Invoice(in: request).answer(total: total))
    }
    let text = Invoice(1).text + "Total: 250.50 USD\n"
    try scene.add(Data(text.utf8), as: Invoice(1).name)
    #expect(try scene.run().status == 1)
    #expect(try scene.deadLetterClasses == [Invoice(1).path: "rule_broken"])
  }

  private static let settings = """
    validate: { rules: [ { name: small, check: "total < 200" } ] }
    """

  private func decide(_ action: String, _ arguments: [String], by reviewer: String = "ada") throws
    -> BuiltBinary.Ended
  {
    try scene.start(
      command: ["dead-letters", scene.pipeline, action] + arguments,
      environment: ["SLUICE_REVIEWER": reviewer]
    ).wait()
  }

  private func lines(_ file: Data?) throws -> [JSONValue] {
    try String(decoding: #require(file), as: UTF8.self).split(separator: "\n")
      .map { try JSONValue(parsing: String($0)) }
  }

  private func id(_ file: Data?) throws -> String {
    try #require(try lines(file).first?["document"]?["sha256"]?.stringValue)
  }

  private func result() throws -> JSONValue { try #require(try lines(scene.results).first) }

  private func rewrite(schema total: String) throws {
    try scene.folder.write(
      Invoice.schema.replacing(#""type": "number""#, with: #""type": "number", \#(total)"#),
      to: "schema.json")
  }

  // MARK: - Correcting

  @Test func aCorrectedDeadLetterIsAResultAtOnceAndStays() throws {
    let id = try id(scene.deadLetters)
    let ended = try decide("correct", [id, "--set", "/total=101.50"])
    #expect(ended.status == 0, "\(ended.stderr)")
    #expect(
      ended.stdout == """
        \(id.prefix(12)) corrected by ada (/total): documents/invoice-0001.txt is in \
        out/scene/results.jsonl

        """)
    #expect(ended.stderr == "")
    let line = try result()
    #expect(line["record"] == ["number": "INV-0001", "total": 101.5])
    #expect(line["reviewer"] == "ada")
    #expect(line["evidence"]?["/total"]?["kind"] == "exact", "the page shows it")
    #expect(line["findings"] == [])
    #expect(try lines(scene.deadLetters).isEmpty)
    let schema = try Schema(
      JSONValue(
        parsing: [UInt8](
          Data(
            contentsOf: SampleData.packageRoot.appendingPathComponent(
              "schemas/stages/results.schema.json")))))
    #expect(schema.validate(line) == [])

    let (asked, before) = (scene.server.count, scene.results)
    #expect(try scene.run().stderr.contains("1 skipped (1 unchanged)"))
    try scene.folder.write(
      try scene.folder.read(scene.pipeline) + "prompt: { task: Read the invoice. }\n",
      to: scene.pipeline)
    #expect(try scene.run().stderr.contains("1 skipped (1 unchanged)"))
    #expect(scene.server.count == asked, "another prompt is no reason to ask")
    #expect(scene.results == before)
  }

  @Test func aChangedSchemaHasItAskedAgainAndTheDecisionStandsUntilItIsRefused() throws {
    #expect(
      try decide("correct", [id(scene.deadLetters), "--set", "/total=101.50"]).status == 0)
    let before = scene.results
    var asked = scene.server.count
    try rewrite(schema: #""minimum": 1"#)
    let first = try scene.run()
    #expect(scene.server.count > asked)
    #expect(first.status == 0)
    #expect(first.stderr.contains("1 accepted"), "the reviewer's record: \(first.stderr)")
    #expect(scene.results == before)
    asked = scene.server.count
    #expect(try scene.run().stderr.contains("1 unchanged"))
    #expect(scene.server.count == asked)

    try rewrite(schema: #""minimum": 200"#)
    #expect(try scene.run().status == 1)
    #expect(scene.server.count > asked)
    #expect(try lines(scene.results).isEmpty)
    #expect(try scene.deadLetterClasses == [Invoice(1).path: "rule_broken"])
  }

  @Test func theSchemaRefusesWithOneSentenceForEachError() throws {
    let before = (scene.results, scene.deadLetters)
    let ended = try decide(
      "correct",
      [id(scene.deadLetters), "--unset", "/total", "--set", "/extra=\"x\"", "--yes"])
    #expect(ended.status == 65)
    #expect(ended.stdout == "")
    #expect(ended.stderr.contains("the schema refuses the record; nothing was decided"))
    #expect(ended.stderr.contains("\n  /extra "))
    #expect(ended.stderr.contains("total"))
    #expect(before == (scene.results, scene.deadLetters))
  }

  @Test func whatTheDocumentDoesNotShowMustBeConfirmedAndStaysInTheFindings() throws {
    let id = try id(scene.deadLetters)
    let refused = try decide("correct", [id, "--set", "/total=77.25"])
    #expect(refused.status == 65)
    #expect(refused.stderr.contains("! ungrounded at /total"))
    #expect(refused.stderr.contains("--yes"))
    #expect(try lines(scene.results).isEmpty)
    #expect(try decide("correct", [id, "--set", "/total=77.25", "--yes"]).status == 0)
    let line = try result()
    #expect(line["evidence"]?["/total"] == ["kind": "reviewer", "score": 1])
    #expect(line["evidence"]?["/number"]?["kind"] == "exact")
    #expect(line["findings"]?[0]?["class"] == "ungrounded")
  }

  @Test func acceptsARecordAgainstTheRuleOnceThatIsConfirmed() throws {
    let id = try id(scene.deadLetters)
    let refused = try decide("accept", [id])
    #expect(refused.status == 65)
    #expect(refused.stderr.contains("! rule_broken at /total, rule \"small\""))
    let ended = try decide("accept", [id, "--yes"])
    #expect(ended.status == 0, "\(ended.stderr)")
    #expect(ended.stdout.contains("accepted by ada with 1 confirmed finding"))
    #expect(try result()["record"]?["total"] == 250.5)
    #expect(try result()["findings"]?[0]?["class"] == "rule_broken")
  }

  @Test func editsAreMadeInTheOrderOfTheCommandLine() throws {
    let id = try id(scene.deadLetters)
    let file = scene.folder.path + "/record.json"
    try scene.folder.write(#"{"number":"INV-0001","total":1,"extra":2}"#, to: "record.json")
    let ended = try decide(
      "correct",
      [
        id, "--set", "/total=1", "--unset", "/total", "--set", "/total=101.50", "--unset", "/extra",
        "--record", file,
      ])
    #expect(ended.status == 0, "\(ended.stderr)")
    #expect(try result()["record"] == ["number": "INV-0001", "total": 101.5])
  }

  @Test func aDocumentThatIsGoneIsCorrectedWithoutIt() throws {
    let id = try id(scene.deadLetters)
    try FileManager.default.removeItem(atPath: scene.folder.path + "/" + Invoice(1).path)
    let ended = try decide("correct", [id, "--set", "/total=101.50"])
    #expect(ended.status == 0, "\(ended.stderr)")
    #expect(ended.stderr.contains("the file could not be read"))
    let evidence = try #require(try result()["evidence"])
    #expect(evidence["/total"]?["kind"] == "reviewer")
    #expect(evidence["/number"]?["kind"] == "exact", "it was shown before")
  }

  @Test func aDocumentThatHasChangedIsNotTakenForTheOneDecidedAbout() throws {
    let id = try id(scene.deadLetters)
    try scene.add(Data(Invoice(1).text.utf8), as: Invoice(1).name)
    let ended = try decide("correct", [id, "--set", "/total=101.50"])
    #expect(ended.status == 0)
    #expect(ended.stderr.contains("the file has changed since"))
    #expect(try result()["evidence"]?["/total"]?["kind"] == "reviewer")
  }

  @Test func aDocumentThatNoParserReadsIsCorrectedByARecord() throws {
    try scene.add(OddDocument.brokenPDF, as: "broken.pdf")
    #expect(try scene.run().status == 0)
    let letter = try #require(
      try lines(scene.deadLetters).first { $0["class"] == "unreadable" })
    let id = try #require(letter["document"]?["sha256"]?.stringValue)
    #expect(try decide("accept", [id, "--yes"]).stderr.contains("there is no record to accept"))
    let edits = ["--set", "/number=INV-7", "--set", "/total=7"]
    #expect(try decide("correct", [id] + edits).status == 65)
    #expect(try decide("correct", [id] + edits + ["--yes"]).status == 0)
    #expect(try result()["record"] == ["number": "INV-7", "total": 7])
    #expect(try result()["findings"]?[0]?["class"] == "unreadable")
  }

  // MARK: - Two who decide

  @Test func theSecondWhoDecidesIsToldAndNothingIsOverwritten() throws {
    let id = try id(scene.deadLetters)
    #expect(try decide("correct", [id, "--set", "/total=101.50"], by: "ada").status == 0)
    let before = scene.results
    for (action, arguments) in [
      ("correct", ["--set", "/total=250.50", "--yes"]), ("accept", ["--yes"]),
      ("discard", ["--reason", "x"]), ("retry", []),
    ] {
      let ended = try decide(action, [id] + arguments, by: "bob")
      #expect(ended.status == 65)
      #expect(ended.stderr.contains("it is accepted now, after ada decided to correct"))
      #expect(scene.results == before)
    }
    let again = try decide(
      "correct", [id, "--set", "/total=250.50", "--yes", "--again"], by: "bob")
    #expect(again.status == 0, "\(again.stderr)")
    #expect(again.stdout.contains("supersedes"))
    let superseded = try #require(try result()["supersedes"]?.stringValue)
    #expect(superseded.utf8.count == 64)
    #expect(try result()["reviewer"] == "bob")
  }

  // MARK: - Discarding and asking again

  @Test func aDiscardedDocumentIsInNeitherFileUntilSomebodyWantsItAskedAgain() throws {
    let id = try id(scene.deadLetters)
    let ended = try decide("discard", [id, "--reason", "no invoice"])
    #expect(ended.status == 0)
    #expect(ended.stdout.contains("discarded by ada: documents/invoice-0001.txt is in neither"))
    let asked = scene.server.count
    try rewrite(schema: #""minimum": 1"#)
    #expect(try scene.run().stderr.contains("1 unchanged"))
    #expect(scene.server.count == asked)
    #expect(try lines(scene.results).isEmpty)
    #expect(try lines(scene.deadLetters).isEmpty)

    #expect(try decide("retry", [id]).status == 0)
    said.total.withLock { $0 = "101.50" }
    #expect(try scene.run().status == 0)
    #expect(try scene.acceptedPaths == [Invoice(1).path])
    #expect(try result()["reviewer"] == nil)
  }

  @Test(arguments: [["id"], ["--class", "rule_broken"]])
  func aRetryMarksAndTheNextRunAsksOnce(arguments: [String]) throws {
    let id = try id(scene.deadLetters)
    let asked = scene.server.count
    let ended = try decide("retry", arguments == ["id"] ? [id] : arguments)
    #expect(ended.status == 0, "\(ended.stderr)")
    #expect(ended.stdout.contains("marked for retry by ada"))
    #expect(scene.server.count == asked)
    #expect(try scene.deadLetterClasses == [Invoice(1).path: "rule_broken"], "until then it stays")
    said.total.withLock { $0 = "101.50" }
    #expect(try scene.run().status == 0)
    #expect(scene.server.count == asked + 1, "the stored answer is not taken")
    #expect(try scene.acceptedPaths == [Invoice(1).path])
    #expect(try scene.run().status == 0)
    #expect(scene.server.count == asked + 1)
  }

  @Test func aRunAsksAgainAboutTheClassesNamed() throws {
    let asked = scene.server.count
    #expect(try scene.run(["--retry", "locked,no_text"]).stderr.contains("1 unchanged"))
    #expect(scene.server.count == asked)
    said.total.withLock { $0 = "101.50" }
    #expect(try scene.run(["--retry", "locked,rule_broken"]).status == 0)
    #expect(scene.server.count == asked + 1)
    #expect(try scene.acceptedPaths == [Invoice(1).path])
    #expect(try scene.run(["--retry", "lockd"]).status == 64)
    #expect(try scene.run(["--retry", "locked", "--refresh"]).status == 64)
  }

  @Test func aRunRefreshesAllButWhatAReviewerDecided() throws {
    for number in 2...3 { try scene.add(Data(Invoice(number).text.utf8), as: Invoice(number).name) }
    said.total.withLock { $0 = "102.50" }
    #expect(try scene.run().status == 0)
    let corrected = try id(scene.deadLetters)
    #expect(
      try decide("correct", [corrected, "--set", "/total=101.50", "--yes"]).status == 0)
    let asked = scene.server.count
    let refreshed = try scene.run(["--refresh", "--limit", "2"])
    #expect(refreshed.stderr.contains("1 unchanged"), "\(refreshed.stderr)")
    #expect(scene.questions(from: asked).keys.sorted() == [2])
    let unlimited = scene.server.count
    #expect(try scene.run().stderr.contains("3 unchanged"), "the limit holds for the marks too")
    #expect(scene.server.count == unlimited)
  }

  // MARK: - Usage

  @Test func mistakesOfUsageAreToldAndDecideNothing() throws {
    let id = try id(scene.deadLetters)
    for (action, arguments) in [
      ("correct", [id]), ("correct", [id, "--set", "total=1"]),
      ("correct", [id, "--set", "/total"]),
      ("discard", [id]), ("discard", [id, "--reason", " "]), ("retry", []),
      ("retry", [id, "--class", "locked"]), ("retry", ["--class", "lost"]), ("accept", []),
    ] {
      #expect(try decide(action, arguments).status == 64, "\(action) \(arguments)")
    }
    #expect(try decide("accept", ["beefbeef"]).status == 65)
    #expect(try decide("correct", [id, "--set", "/total=1,5"]).status == 65)
    #expect(try decide("correct", [id, "--record", "nowhere.json"]).status == 66)
    let nobody = try scene.start(
      command: ["dead-letters", scene.pipeline, "retry", id],
      environment: ["SLUICE_REVIEWER": "", "USER": ""]
    ).wait()
    #expect(nobody.status == 64)
    #expect(nobody.stderr.contains("--reviewer"))
    #expect(try scene.deadLetterClasses == [Invoice(1).path: "rule_broken"])
  }
}
