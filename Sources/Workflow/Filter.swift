private import Dispatch
package import Extraction
private import JSON
private import Synchronization

/// One stage as a filter: reads JSON lines, adds its key to each, writes them as they are done.
///
/// A filter is an entry into the ``ExtractionLoop`` and touches no ledger. A line with a failure
/// passes unchanged; a line that is none ends the filter after what is under way.
package struct Filter: Sendable {
  /// The stage.
  package enum Step: Sendable {
    case parse(ParseSettings)
    case prompt
    case request
    /// Judges, and asks again where `asking`; the settings open the file whose pages are looked at.
    case validate(ParseSettings, asking: Bool)
  }

  private let step: Step
  private let loop: ExtractionLoop
  private let base: DocumentPath?
  private let width: Int

  /// - Parameters:
  ///   - base: the folder that relative paths are relative to; nil for the working folder.
  ///   - width: how many lines are under way at a time.
  package init(_ step: Step, loop: ExtractionLoop, base: DocumentPath? = nil, width: Int) {
    self.step = step
    self.loop = loop
    self.base = base
    self.width = width
  }

  /// Works until the input ends.
  ///
  /// Blocks.
  ///
  /// - Parameters:
  ///   - read: the next line without its end; nil at the end of the input.
  ///   - write: takes one line, without its end; called from one queue at a time.
  /// - Returns: the failure of a model that was closed, if any was.
  /// - Throws: ``LineError`` for a line that this stage cannot take; an error of `write`.
  package func run(
    read: () -> String?, write: @escaping @Sendable ([UInt8]) throws -> Void
  ) throws -> Failure? {
    let gate = Gate(maxCount: width, maxBytes: .max)
    let out = Output(write)
    let queue = DispatchQueue(label: "sluice.filter", attributes: .concurrent)
    var number = 0
    var refusal: LineError?
    while refusal == nil, !out.isBroken, let text = read() {
      number += 1
      if text.allSatisfy(\.isWhitespace) { continue }
      do {
        let line = try self.line(text, number)
        guard line.failure == nil else {
          out.write(Array(text.utf8))
          continue
        }
        gate.enter()
        queue.async {
          advance(line) { next in
            out.write(next)
            gate.leave(unloading: 0)
          }
        }
      } catch {
        refusal = error
      }
    }
    gate.waitUntilEmpty()
    if let error = out.error { throw error }
    if let refusal { throw refusal }
    return out.outage
  }

  private func line(_ text: String, _ number: Int) throws(LineError) -> DocumentLine {
    let line: DocumentLine
    do {
      line = try DocumentLine(JSONValue(parsing: text))
    } catch {
      throw LineError(number: number, reason: "\(error)")
    }
    guard line.failure == nil else { return line }
    let missing: String? =
      switch step {
      case .parse: nil
      case .prompt: line.document == nil ? "document" : nil
      case .request: line.prompts == nil ? "prompts" : nil
      case .validate: line.replies == nil ? "replies" : nil
      }
    if let missing {
      throw LineError(
        number: number, reason: "`\(missing)` is missing: the stage before writes it")
    }
    return line
  }

  private func file(of line: DocumentLine) -> DocumentPath {
    base.map { line.path.resolved(against: $0) } ?? line.path
  }

  /// Takes a line one stage further.
  private func advance(
    _ line: DocumentLine, completion: @escaping @Sendable (DocumentLine) -> Void
  ) {
    var next = line
    switch step {
    case .parse(let settings):
      do throws(Failure) {
        next.document = try loop.parse(file(of: line), settings)
      } catch {
        next.failure = error
      }
      completion(next)
    case .prompt:
      do throws(Failure) {
        if let document = line.document { next.prompts = try loop.prompts(for: document) }
      } catch {
        next.failure = error
      }
      completion(next)
    case .request:
      guard let work = Work(line, in: nil) else { return completion(next) }
      loop.request(work) { answered in
        var next = line
        next.replies = answered.exchanges
        completion(next)
      }
    case .validate(let settings, let asking):
      let source = line.document.map {
        SourceFile(path: file(of: line), sha256: $0.sha256, settings: settings)
      }
      guard let work = Work(line, in: source) else { return completion(next) }
      loop.settle(work, asking: asking) { settlement, _ in
        var next = line
        switch settlement {
        case .outcome(let outcome): next.outcome = outcome
        case .deferred(let failure): next.failure = failure
        }
        completion(next)
      }
    }
  }
}

/// A line that a filter cannot take.
package struct LineError: Error, Sendable, CustomStringConvertible {
  /// Counted from 1.
  package let number: Int
  /// What is wrong with it.
  package let reason: String

  package var description: String { "standard input, line \(number): \(reason)" }
}

extension Work {
  /// What a line carries; nil where it has not come so far.
  fileprivate init?(_ line: DocumentLine, in file: SourceFile?) {
    guard let document = line.document, let prompts = line.prompts else { return nil }
    self.init(document: document, prompts: prompts, file: file)
    exchanges = line.replies ?? []
  }
}

/// Writes lines one at a time, keeps the first error, and notes models that were closed.
private final class Output: Sendable {
  private struct State {
    var error: (any Error)?
    var outage: Failure?
  }

  private let state = Mutex(State())
  private let sink: @Sendable ([UInt8]) throws -> Void

  init(_ sink: @escaping @Sendable ([UInt8]) throws -> Void) {
    self.sink = sink
  }

  var error: (any Error)? { state.withLock { $0.error } }
  var isBroken: Bool { error != nil }
  var outage: Failure? { state.withLock { $0.outage } }

  func write(_ line: DocumentLine) {
    write(line.utf8)
    var failures = [line.failure].compactMap { $0 }
    for case .failure(let failure) in line.replies?.map(\.result) ?? [] { failures.append(failure) }
    if let closed = failures.first(where: { $0.closure != nil }) {
      state.withLock { $0.outage = $0.outage ?? closed }
    }
  }

  func write(_ line: [UInt8]) {
    state.withLock { state in
      guard state.error == nil else { return }
      do { try sink(line) } catch { state.error = error }
    }
  }
}
