import Extraction
import JSON
import Synchronization
import Testing

@testable import Workflow

@Suite struct FilterTests {
  private func filter(
    _ step: Filter.Step, _ lines: [String], model: ScriptedModelClient? = nil,
    next: ScriptedModelClient? = nil
  ) throws -> (written: [String], outage: Failure?) {
    let loop = ExtractionLoop(
      stages: Stages(
        parser: NameParser(), renderer: BlindRenderer(),
        promptBuilder: WholeTextPromptBuilder(),
        route: [model, next].compactMap { $0 }, validator: WordValidator()),
      prices: [nil, nil], replies: nil)
    let written = Mutex<[String]>([])
    var rest = lines[...]
    let outage = try Filter(step, loop: loop, width: 2).run(
      read: { rest.popFirst() },
      write: { line in written.withLock { $0.append(String(decoding: line, as: UTF8.self)) } })
    return (written.withLock { $0 }, outage)
  }

  @Test func fourFiltersMakeAnOutcome() throws {
    let model = ScriptedModelClient { count, _ in .success(.saying(count == 0 ? "?" : "good")) }
    var lines = [#"{"id":7,"path":"a"}"#]
    for step in [Filter.Step.parse(ParseSettings()), .prompt, .request, .asking] {
      lines = try filter(step, lines, model: model).written
    }
    #expect(
      lines == [
        #"{"id":7,"path":"a","outcome":"accepted","record":"good","evidence":{},"findings":[]}"#
      ])
    #expect(model.asked.map(\.id) == ["0.0", "0.1"])
  }

  @Test func asksNothingWhereItMustNot() throws {
    let model = ScriptedModelClient { _, _ in .success(.saying("?")) }
    var lines = [#"{"id":7,"path":"a"}"#]
    for step in [Filter.Step.parse(ParseSettings()), .prompt, .request, .notAsking] {
      lines = try filter(step, lines, model: model).written
    }
    #expect(try JSONValue(parsing: lines[0])["outcome"] == "dead_lettered")
    #expect(model.asked.count == 1)
  }

  @Test func aFailureTravelsOnAndPassesUnchanged() throws {
    let parsed = try filter(.parse(ParseSettings()), [#"{"id":"x","path":"locked"}"#]).written
    #expect(try JSONValue(parsing: parsed[0])["failure"]?["class"] == "locked")
    let odd =
      #"{"id":1, "path":"p","failure":{"class":"locked","stage":"parse","message":"m","advice":"a"} }"#
    #expect(try filter(.asking, [odd]).written == [odd])
  }

  @Test func tellsOfAModelThatIsClosed() throws {
    let model = ScriptedModelClient { _, _ in
      .failure(Failure(.modelUnavailable, stage: .request, "no", closure: .unauthorized))
    }
    let lines = try filter(
      .prompt, filter(.parse(ParseSettings()), [#"{"id":1,"path":"a"}"#]).written)
    let (written, outage) = try filter(.request, lines.written, model: model)
    #expect(outage?.closure == .unauthorized)
    #expect(
      try JSONValue(parsing: written[0])["replies"]?[0]?["failure"]?["class"]
        == "model_unavailable")
  }

  @Test func theNextModelIsAskedWhereTheFirstCouldNotBeReached() throws {
    let down = ScriptedModelClient("down") { _, _ in
      .failure(Failure(.modelUnavailable, stage: .request, "no", closure: .unavailable))
    }
    let up = ScriptedModelClient("up") { _, _ in .success(.saying("good")) }
    var lines = [#"{"id":7,"path":"a"}"#]
    for step in [Filter.Step.parse(ParseSettings()), .prompt, .request] {
      lines = try filter(step, lines, model: down, next: up).written
    }
    #expect(up.asked.isEmpty)
    let alone = try filter(.notAsking, lines, model: down, next: up).written
    #expect(try JSONValue(parsing: alone[0])["failure"]?["class"] == "model_unavailable")
    lines = try filter(.asking, lines, model: down, next: up).written
    #expect(try JSONValue(parsing: lines[0])["outcome"] == "accepted")
    #expect(up.asked.map(\.rung) == [1])
  }

  @Test(arguments: [
    ("{", "line 2"), (#"{"path":"a"}"#, "/id must be"), (#"{"id":1,"path":2}"#, "/path must be"),
    (#"{"id":1,"path":"a"}"#, "`document` is missing"),
  ])
  func namesTheLineItCannotTake(line: String, says: String) throws {
    let first = try filter(.parse(ParseSettings()), [#"{"id":1,"path":"a"}"#]).written[0]
    #expect {
      _ = try filter(.prompt, [first, line])
    } throws: { error in
      (error as? LineError).map { $0.number == 2 && $0.description.contains(says) } ?? false
    }
  }
}

extension Filter.Step {
  fileprivate static let asking = Filter.Step.validate(ParseSettings(), asking: true)
  fileprivate static let notAsking = Filter.Step.validate(ParseSettings(), asking: false)
}
