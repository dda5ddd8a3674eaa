import Extraction
import JSON
import Synchronization
import Testing

@testable import Workflow

@Suite struct RunTests {
  private let store = MemoryStore()
  private let notes = NoteKeeper()

  private func run(
    _ names: [String], limit: Int? = nil, kind: Ask.Kind = .paths, refusing: Bool = false,
    lines: (@Sendable (DocumentLine) -> Void)? = nil, _ route: ScriptedModelClient...
  ) throws -> RunSummary {
    let pipeline = Pipeline(
      name: "p", file: "p.yaml",
      source: SourceSettings(
        paths: [], include: [], maxBytes: 20, base: DocumentPath("/base")),
      parse: ParseSettings(), chunk: ChunkSettings(), prompt: PromptSettings(schema: true),
      schemaFile: "s.json", schemaBytes: [],
      route: route.map { _ in
        ModelSettings(name: "m", provider: .openAI, price: .init(input: 1_000_000, output: 0))
      },
      validation: ValidationSettings(), results: "/out/p", ledger: "/out/l")
    return try Run(
      pipeline: pipeline, source: ListedNames(names: names),
      stages: Stages(
        parser: NameParser(), renderer: BlindRenderer(),
        promptBuilder: WholeTextPromptBuilder(), route: route,
        validator: WordValidator(kind: kind, takesRefusals: refusing)),
      outcomes: store, replies: store,
      options: Run.Options(jobs: 2, maxInFlight: 4, limit: limit, lines: lines), reporter: notes
    ).start()
  }

  private let good = ScriptedModelClient { _, _ in .success(.saying("good")) }

  @Test func everyDocumentEndsInOnePlace() throws {
    let summary = try run(
      ["a", "a~copy", "b", "empty", "locked", "much too long for the limit", "unreadable", "z"],
      limit: 7, good)
    #expect(summary.isBalanced)
    #expect(summary.accepted == 2)
    #expect(summary.deadLettered == [.locked: 1, .noText: 1])
    #expect(summary.skipped == [.duplicate: 1, .filtered: 1, .limit: 1])
    #expect(summary.deferred == [.unreadableFile: 1])
    #expect(
      summary.bill == Bill(calls: 2, usage: .init(inputTokens: 20, outputTokens: 4), cost: 20))
    #expect(store.state.withLock { $0.published } == 1)
  }

  @Test func unchangedDocumentsCostNothing() throws {
    _ = try run(["a", "locked"], good)
    let summary = try run(["a", "locked"], good)
    #expect(summary.skipped == [.unchanged: 2])
    #expect(good.asked.count == 1)
  }

  @Test func aStoredReplyIsNotPaidForAgain() throws {
    _ = try run(["a"], good)
    store.state.withLock { $0.standing = [:] }
    let summary = try run(["a"], good)
    #expect(summary.accepted == 1)
    #expect(summary.bill.calls == 0)
    #expect(summary.bill.stored == 1)
    #expect(summary.bill.cost == 0)
  }

  @Test func asksAgainAndTakesTheBetterAnswer() throws {
    let model = ScriptedModelClient { count, _ in .success(.saying(count == 0 ? "?" : "good")) }
    let summary = try run(["a"], model)
    #expect(summary.accepted == 1)
    #expect(model.asked.map(\.id) == ["0.0", "0.1"])
    #expect(model.asked[1].ask?.kind == .paths)
  }

  @Test func neverAsksWithoutEnd() throws {
    let model = ScriptedModelClient { _, _ in .success(.saying("?")) }
    let summary = try run(["a"], model)
    #expect(summary.deadLettered == [.ungrounded: 1])
    #expect(summary.deadLetteredAfterAsking == 1)
    #expect(model.asked.count == 4)
  }

  @Test func climbsTheRouteAndEndsWithItsLastModel() throws {
    let first = ScriptedModelClient("first") { _, _ in .success(.saying("?")) }
    let second = ScriptedModelClient("second") { _, _ in .success(.saying("good")) }
    #expect(try run(["a"], kind: .nextRung, first, second).accepted == 1)
    #expect(second.asked.map(\.rung) == [1])
    let only = ScriptedModelClient("only") { _, _ in .success(.saying("?")) }
    #expect(try run(["b"], kind: .nextRung, only).deadLettered == [.ungrounded: 1])
  }

  @Test func aModelThatCannotBeReachedHandsOn() throws {
    let first = ScriptedModelClient("first") { _, _ in
      .failure(Failure(.modelUnavailable, stage: .request, "down", closure: .unavailable))
    }
    #expect(try run(["a", "b"], first, good).accepted == 2)
  }

  @Test func anOutageLeavesTheRestForTheNextRunAndMakesNoDeadLetter() throws {
    let model = ScriptedModelClient { _, _ in
      .failure(Failure(.modelUnavailable, stage: .request, "down", closure: .unavailable))
    }
    let lines = Mutex<[DocumentLine]>([])
    let summary = try run(
      ["a", "b", "c", "d", "e"], lines: { line in lines.withLock { $0.append(line) } }, model)
    #expect(summary.deferred == [.modelUnavailable: 5])
    #expect(summary.outage?.message == "down")
    #expect(summary.isBalanced)
    #expect(notes.all.count == 1)
    #expect(lines.withLock { $0.allSatisfy { $0.failure?.failureClass == .modelUnavailable } })
    #expect(try run(["a", "b", "c", "d", "e"], good).accepted == 5)
  }

  @Test func refusalsOfAModelThatRefusesAllAreNoDeadLetters() throws {
    let model = ScriptedModelClient { count, _ in
      .failure(
        count < 2
          ? Failure(.refused, stage: .request, "no such model")
          : Failure(.modelUnavailable, stage: .request, "no such model", closure: .rejected))
    }
    #expect(
      try run(["a", "b", "c", "d"], refusing: true, model).deferred == [.modelUnavailable: 4])
    let lone = ScriptedModelClient { _, _ in
      .failure(Failure(.refused, stage: .request, "HTTP 404"))
    }
    let once = try run(["e"], refusing: true, lone)
    #expect(once.deferred == [.modelUnavailable: 1])
    #expect(once.outage?.message == "HTTP 404")
    let picky = ScriptedModelClient { _, prompt in
      prompt.user == "b"
        ? .failure(Failure(.refused, stage: .request, "not that")) : .success(.saying("good"))
    }
    let summary = try run(["a", "b", "c", "d"], refusing: true, picky)
    #expect(summary.accepted == 3)
    #expect(summary.deadLettered == [.refused: 1])
  }

  @Test func anEndpointThatIsDownForOneDocumentMakesNoDeadLetterEver() throws {
    let model = ScriptedModelClient { _, _ in
      .failure(Failure(.transport, stage: .request, "connection refused"))
    }
    for _ in 1...4 {
      let summary = try run(["a"], model)
      #expect(summary.deferred == [.modelUnavailable: 1])
      #expect(summary.outage?.message == "connection refused")
    }
    #expect(try run(["a"], good).accepted == 1)
  }

  @Test func aDocumentThatFailsAloneIsADeadLetterInItsThirdRun() throws {
    let model = ScriptedModelClient { _, prompt in
      prompt.user == "poison"
        ? .failure(Failure(.transport, stage: .request, "reset"))
        : .success(.saying("good"))
    }
    #expect(try run(["a", "poison"], model).deferred == [.modelUnavailable: 1])
    #expect(try run(["b", "poison"], model).deferred == [.modelUnavailable: 1])
    // Nobody is answered here, so it tells nothing of the document.
    #expect(try run(["b", "poison"], model).deferred == [.modelUnavailable: 1])
    #expect(try run(["c", "poison"], model).deadLettered == [.transport: 1])
  }

  @Test func writesTheLineOfEachFinishedDocument() throws {
    let lines = Mutex<[DocumentLine]>([])
    _ = try run(["a", "locked"], lines: { line in lines.withLock { $0.append(line) } }, good)
    let written = lines.withLock { $0 }.sorted { $0.path < $1.path }
    #expect(written.map(\.id) == ["a", "locked"])
    #expect(written[0].outcome?.kind == .accepted)
    #expect(written[1].failure?.failureClass == .locked)
  }
}
