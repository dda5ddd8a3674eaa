import Extraction
import Workflow

/// How the process ends (the numbers are those of `sysexits.h` where it has one).
enum ExitCode: Int32 {
  case done = 0
  /// Some documents were dead-lettered (with `--strict`), or all that a model was asked about.
  case deadLetters = 1
  /// The command line is off.
  ///
  /// ArgumentParser's own.
  case usage = 64
  /// A document or a line cannot be taken.
  case inputData = 65
  /// There is nothing to work on.
  case noInput = 66
  case modelUnavailable = 69
  /// A defect of sluice.
  case ourBug = 70
  case cannotCreateOutput = 73
  case cannotWriteOutput = 74
  /// Work is left: interrupted, or another run holds the lock.
  case workLeft = 75
  /// A key was not accepted.
  case notPermitted = 77
  /// The pipeline, its schema or the environment is off.
  case configuration = 78

  /// How a run ends.
  init(_ summary: RunSummary, strict: Bool) {
    if !summary.isBalanced {
      self = .ourBug
    } else if summary.listed == 0 {
      self = .noInput
    } else if summary.isInterrupted {
      self = .workLeft
    } else if let outage = summary.outage {
      self.init(outage.closure)
    } else if summary.deferred[.modelUnavailable] != nil {
      self = .modelUnavailable
    } else if summary.deferredCount > 0 {
      self = .workLeft
    } else if strict, summary.deadLetteredCount > 0 {
      self = .deadLetters
    } else if summary.deadLetteredAfterAsking > 0, summary.accepted == 0 {
      self = .deadLetters
    } else {
      self = .done
    }
  }

  /// How it ends when a model took no more.
  init(_ closure: Failure.Closure?) {
    self =
      switch closure {
      case .unauthorized: .notPermitted
      case .rejected: .configuration
      case .unavailable, nil: .modelUnavailable
      }
  }
}
