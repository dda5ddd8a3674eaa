import Extraction
import JSON
import Synchronization
import Testing

@testable import Workflow

@Suite struct PlanTests {
  private let store = MemoryStore()
  private let good = ScriptedModelClient { _, _ in .success(.saying("good")) }

  private func pipeline(price: ModelSettings.Price?) -> Pipeline {
    Pipeline(
      name: "p", file: "p.yaml",
      source: SourceSettings(paths: [], include: [], maxBytes: 20, base: DocumentPath("/base")),
      parse: ParseSettings(), chunk: ChunkSettings(), prompt: PromptSettings(schema: true),
      schemaFile: "s.json", schemaBytes: [],
      route: [ModelSettings(name: "m", provider: .openAI, price: price)],
      validation: ValidationSettings(), results: "/out/p", ledger: "/out/l")
  }

  private func stages(_ model: ScriptedModelClient) -> Stages {
    Stages(
      parser: NameParser(), renderer: BlindRenderer(),
      promptBuilder: WholeTextPromptBuilder(), route: [model], validator: WordValidator())
  }

  private func run(_ names: [String], price: ModelSettings.Price? = nil) throws {
    _ = try Run(
      pipeline: pipeline(price: price), source: ListedNames(names: names), stages: stages(good),
      outcomes: store, replies: store, options: Run.Options(jobs: 1, maxInFlight: 1),
      reporter: NoteKeeper()
    ).start()
  }

  private func estimate(_ exchanges: [Exchange] = []) -> TokenEstimate {
    TokenEstimate(from: exchanges, system: "", chunking: ChunkSettings(), maxReplyTokens: 50)
  }

  private func plan(
    _ names: [String], price: ModelSettings.Price? = nil, outcomes: (any OutcomeStore)? = nil
  ) throws -> Plan {
    try Planner(
      pipeline: pipeline(price: price), source: ListedNames(names: names), stages: stages(good),
      outcomes: outcomes ?? store, replies: store, estimate: estimate()
    ).plan()
  }

  private let names = [
    "a", "a~copy", "b", "empty", "locked", "much too long for the limit", "unreadable",
  ]

  @Test func everyDocumentHasItsPlaceAndNobodyIsAsked() throws {
    let plan = try plan(names, price: .init(input: 1_000_000, output: 10_000_000))
    #expect(plan.planned == plan.listed)
    #expect(plan.toAsk == 2)
    #expect(plan.skipped == [.duplicate: 1, .filtered: 1])
    #expect(plan.unaskable == [.locked: 1, .noText: 1])
    #expect(plan.unreadableFiles == 1)
    #expect(plan.questions == 2)
    #expect(plan.outputTokens == 100)
    #expect(plan.cost.map { ($0 * 1000).rounded() / 1000 } == 1000.667)
    #expect(good.asked.count == 2)
    #expect(store.state.withLock { $0.replies.isEmpty && $0.standing.isEmpty })
  }

  @Test func afterARunNothingIsLeft() throws {
    try run(names)
    let plan = try plan(names)
    #expect(plan.toAsk == 0)
    #expect(plan.skipped[.unchanged] == 4)
    #expect(plan.cost == nil)
    #expect(plan.planned == plan.listed)
  }

  @Test func whatTheLedgerCanAnswerCostsNothing() throws {
    try run(["a", "b"])
    let plan = try plan(["a", "b", "c"], price: .init(input: 1, output: 1), outcomes: NoHistory())
    #expect(plan.toAsk == 3)
    #expect(plan.answered == 2)
    #expect(plan.storedReplies == 2)
    #expect(plan.questions == 1)
  }

  @Test func estimatesAreJudgedByStoredReplies() {
    let builder = WholeTextPromptBuilder()
    let first = Prompt(
      id: "0.0", chunk: Chunk(index: 0, range: 0..<8), rung: 0, system: "", user: "12345678",
      schema: true)
    let ask = builder.prompt(
      for: Ask(chunk: 0, kind: .paths, findings: []), after: first, rung: 0, ordinal: 1)
    var other = first
    other.system = "another pipeline"
    let exchanges = [first, ask, other].map {
      Exchange(prompt: $0, result: .success(.saying("good")))
    }
    let estimate = estimate(exchanges)
    #expect(estimate.replies == 2)
    #expect(estimate.callsPerQuestion == 2)
    #expect(estimate.replyTokens == 2)
    #expect(estimate.bytesPerToken == Double(8 + ask.user.utf8.count) / 20)
    #expect(self.estimate([exchanges[2]]).replies == 0)
    #expect(self.estimate().replyTokens == 50)
  }

  private func file(of document: ParsedDocument) -> SourceFile {
    SourceFile(path: DocumentPath("a"), sha256: document.sha256, settings: ParseSettings())
  }

  @Test func aReplayIsAnsweredFromTheStoreAlone() throws {
    try run(["a", "b"])
    let standing = try #require(store.state.withLock { $0.standing[ListedNames.digest("a")] })
    let document = try NameParser().parse(DocumentPath("a"), ParseSettings())
    let replay = try Replay(
      of: document, in: file(of: document), by: pipeline(price: nil), stages: stages(good),
      outcomes: store, replies: store)
    #expect(replay.outcome == standing.outcome)
    #expect(replay.recordKey == standing.recordKey)
    #expect(replay.work.exchanges.count == 1)
    let unknown = try NameParser().parse(DocumentPath("c"), ParseSettings())
    let empty = try Replay(
      of: unknown, in: file(of: unknown), by: pipeline(price: nil), stages: stages(good),
      outcomes: store, replies: store)
    #expect(empty.outcome == nil)
    guard case .failure(let failure) = empty.work.exchanges[0].result else {
      Issue.record("a reply came from nowhere")
      return
    }
    #expect(failure.failureClass == .modelUnavailable)
  }
}
