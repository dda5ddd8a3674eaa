package import Extraction
package import JSON

/// One question that was asked again, with its cost and whether it helped.
package struct AskStep: Sendable, Equatable {
  /// Which of the exchanges it is.
  package var exchange: Int
  package var kind: Ask.Kind
  /// The model of the route, counted from 0.
  package var rung: Int
  package var tokens: Int
  /// In the user's currency; what was found stored is counted as it was paid then.
  package var cost: Double
  /// Whether the record had fewer errors after it, and the others of its round.
  package var helped: Bool
}

/// What one kind of step was worth on one model, over many documents.
package struct AskWorth: Sendable, Equatable {
  package var kind: Ask.Kind
  package var rung: Int
  package var asked = 0
  package var helped = 0
  package var tokens = 0
  package var cost = 0.0

  /// `{"step","rung","asked","helped","tokens","cost"}`.
  package var json: JSONValue {
    [
      "step": .string(kind.rawValue), "rung": JSONValue(rung), "asked": JSONValue(asked),
      "helped": JSONValue(helped), "tokens": JSONValue(tokens), "cost": JSONValue(cost),
    ]
  }

  /// Steps added to what is known, in the order of models, then kinds.
  package static func adding(_ steps: [AskStep], to known: [AskWorth]) -> [AskWorth] {
    var all = known
    for step in steps {
      let place =
        all.firstIndex { $0.kind == step.kind && $0.rung == step.rung }
        ?? {
          all.append(AskWorth(kind: step.kind, rung: step.rung))
          return all.count - 1
        }()
      all[place].asked += 1
      all[place].helped += step.helped ? 1 : 0
      all[place].tokens += step.tokens
      all[place].cost += step.cost
    }
    return all.sorted { ($0.rung, $0.kind.rawValue) < ($1.rung, $1.kind.rawValue) }
  }
}

/// How much may still be asked again about one document.
struct AskBounds: Sendable {
  let settings: AskSettings
  let prices: [ModelSettings.Price?]

  /// How many more questions may be asked; nil for no bound.
  ///
  /// What a question will cost is not known before: the last one asked may go over.
  func room(in work: Work) -> Int? {
    let again = work.exchanges.filter { $0.prompt.ask?.isAgain == true }
    if let most = settings.tokens, again.reduce(0, { $0 + $1.tokens }) >= most { return 0 }
    if let most = settings.cost, again.reduce(0, { $0 + cost(of: $1) }) >= most { return 0 }
    return settings.attempts.map { max(0, $0 - again.count) }
  }

  func cost(of exchange: Exchange) -> Double {
    guard case .success(let reply) = exchange.result else { return 0 }
    return prices[exchange.prompt.rung]?.cost(of: reply.usage) ?? 0
  }

  /// Closes a round of questions: what each cost, and whether the round helped.
  func close(_ round: AskRound, in work: inout Work, errors: Int) {
    for index in work.exchanges.indices.suffix(from: min(round.first, work.exchanges.count)) {
      let exchange = work.exchanges[index]
      guard let ask = exchange.prompt.ask else { continue }
      work.steps.append(
        AskStep(
          exchange: index, kind: ask.kind, rung: exchange.prompt.rung, tokens: exchange.tokens,
          cost: cost(of: exchange), helped: errors < round.errors))
    }
  }
}

/// Questions that were asked side by side.
struct AskRound: Sendable {
  /// The first of the exchanges that they made.
  var first: Int
  /// How many errors the record had before them.
  var errors: Int
}

extension Exchange {
  fileprivate var tokens: Int {
    guard case .success(let reply) = result else { return 0 }
    return reply.usage.inputTokens + reply.usage.outputTokens
  }
}
