import Foundation

/// A regular expression of a schema, with ECMA-262's syntax and meaning.
///
/// What is regular in the strict sense is decided by an automaton in one pass; the rest is matched
/// by ICU.
package struct Pattern: Sendable {
  /// How long one match by ICU may take.
  ///
  /// Counted in the engine's own steps and not by the clock, so that a match is decided, or not,
  /// alike on every machine and in every run.
  package struct Budget: Sendable, Hashable {
    /// How often the engine may report progress, which it does about every ten thousand steps.
    package var reports: Int

    /// A budget; the default is spent in well under a second.
    package init(reports: Int = 1000) {
      self.reports = reports
    }
  }

  /// What a match came to.
  enum Result: Sendable {
    case match, noMatch
    /// The budget was spent, the engine ran out of its stack, or there is none for the pattern.
    case undecided
  }

  private enum Engine: Sendable {
    case automaton(Automaton)
    case icu(NSRegularExpression)
    /// ECMA-262 allows what ICU does not, such as a look-behind without a greatest length.
    case none
  }

  /// The pattern as written in the schema.
  let source: String
  private let engine: Engine
  private let budget: Budget

  /// A pattern; nil where it is no regular expression.
  init?(_ source: String, budget: Budget) {
    guard let expression = RegularExpression(source) else { return nil }
    if let automaton = Automaton(expression) {
      engine = .automaton(automaton)
    } else if let icu = try? NSRegularExpression(pattern: expression.icu) {
      engine = .icu(icu)
    } else {
      guard expression.properties.allSatisfy(ScalarSet.exists(icu:)) else { return nil }
      engine = .none
    }
    self.source = source
    self.budget = budget
  }

  /// Looks for the pattern anywhere in a text.
  func search(_ text: String) -> Result {
    switch engine {
    case .automaton(let automaton): automaton.matches(text) ? .match : .noMatch
    case .icu(let expression): search(text, for: expression)
    case .none: .undecided
    }
  }

  /// Matches by ICU.
  ///
  /// NSRegularExpression alone gives up after about 0.7 s and then says that there is no match,
  /// also where there is one. Asked to report progress it has no limit of its own, and we stop it;
  /// asked to report completion it owns up when its stack was too small for a long text.
  private func search(_ text: String, for expression: NSRegularExpression) -> Result {
    let range = NSRange(location: 0, length: text.utf16.count)
    var result = Result.noMatch
    var reports = 0
    expression.enumerateMatches(
      in: text, options: [.reportProgress, .reportCompletion], range: range
    ) {
      match, flags, stop in
      if match != nil {
        result = .match
        stop.pointee = true
      } else if flags.contains(.internalError) {
        result = .undecided
        stop.pointee = true
      } else if flags.contains(.progress) {
        reports += 1
        if reports > budget.reports {
          result = .undecided
          stop.pointee = true
        }
      }
    }
    return result
  }
}
