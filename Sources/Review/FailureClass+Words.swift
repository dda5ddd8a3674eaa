package import Extraction

extension FailureClass {
  /// What the class means, for a person who never read the table of failures.
  package var words: String {
    switch self {
    case .crashed: "the parser died on this file"
    case .tooBig: "the parser needed more memory than it may take"
    case .tooSlow: "the parser needed more time than it may take"
    case .unreadable: "the file is damaged, or not of a type that sluice reads"
    case .locked: "the file needs a password"
    case .noText: "the pages are pictures without text"
    case .transport: "the model could not be reached for this document"
    case .refused: "the model declined to answer"
    case .truncated: "the reply ended before the answer did"
    case .malformed: "the reply held no JSON"
    case .invalid: "a value does not fit the schema"
    case .ungrounded: "the document does not show a value"
    case .misplaced: "a value stands on the page, but in another place"
    case .conflict: "two parts of the document say different things"
    case .incomplete: "rows of the document are missing"
    case .ruleBroken: "a rule of the pipeline does not hold"
    case .undecided: "a check ran out of time"
    case .hiddenText: "the document holds text that a person cannot see"
    case .throttled: "the provider asked for fewer requests"
    case .overBudget: "a cap of the budget was reached"
    case .modelUnavailable: "no model answered"
    }
  }
}
