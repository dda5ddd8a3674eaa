// The seams: one small protocol for each thing that Workflow needs and does not know.
// They are called on Dispatch queues; what blocks says so.

package import JSON

/// Finds documents.
///
/// Its working adapter reads folders.
package protocol DocumentSource: Sendable {
  /// All documents, in bytewise order of path.
  ///
  /// Blocks.
  func list() throws -> Listing

  /// The digest of a file's content.
  ///
  /// Blocks.
  func digest(of path: DocumentPath) throws -> Digest
}

/// What a source found.
package struct Listing: Sendable {
  /// One file, as the file system describes it.
  package struct Entry: Sendable, Equatable {
    /// Relative to the source's base, or absolute where it lies elsewhere.
    package var path: DocumentPath
    /// In bytes.
    package var size: Int
    /// When the content was last changed, in nanoseconds since 1970.
    package var modified: Int
    /// The file's number on its device.
    package var inode: UInt64

    package init(path: DocumentPath, size: Int, modified: Int, inode: UInt64) {
      self.path = path
      self.size = size
      self.modified = modified
      self.inode = inode
    }
  }

  /// In bytewise order of path, without doubles.
  package var entries: [Entry]

  package init(entries: [Entry]) {
    self.entries = entries
  }
}

/// Reads documents.
///
/// Its working adapter keeps warm worker processes.
package protocol DocumentParser: Sendable {
  /// Reads one document; blocks until it is read, refused or out of its limits.
  ///
  /// - Parameter path: absolute, or relative to the working folder.
  func parse(_ path: DocumentPath, _ settings: ParseSettings) throws(Failure) -> ParsedDocument

  /// Ends what is running, so that blocked calls return soon.
  func shutDown()
}

/// The file that a document was read from, and how it was opened.
package struct SourceFile: Sendable, Equatable {
  /// Absolute, or relative to the working folder.
  package var path: DocumentPath
  /// What its bytes must hash to: another content is not the document.
  package var sha256: Digest
  package var settings: ParseSettings

  package init(path: DocumentPath, sha256: Digest, settings: ParseSettings) {
    self.path = path
    self.sha256 = sha256
    self.settings = settings
  }
}

/// A place on a page.
package struct PagePlace: Sendable, Hashable {
  /// Counted from 1.
  package var page: Int
  package var box: Box

  package init(page: Int, box: Box) {
    self.page = page
    self.box = box
  }
}

/// Draws pages of PDFs.
///
/// Served by the workers that parse, under the same limits. Blocks. A file that is gone, cannot be
/// opened or has changed is `unreadable` or `locked`; a page that cannot be drawn within the limits
/// `crashed`, `too_big` or `too_slow`.
package protocol PageRenderer: Sendable {
  /// Whether a person can see something at places, in their order: pixels that differ from their
  /// surroundings.
  ///
  /// Each run of places on one page draws that page once.
  func ink(at places: [PagePlace], of file: SourceFile) throws(Failure) -> [Bool]

  /// A page as a PNG.
  ///
  /// - Parameters:
  ///   - page: counted from 1.
  ///   - dpi: dots per inch; fewer are drawn where the picture would be too large.
  func image(ofPage page: Int, dpi: Double, of file: SourceFile) throws(Failure) -> [UInt8]
}

/// Turns documents into questions.
///
/// Pure.
package protocol PromptBuilder: Sendable {
  /// The first questions about a document, one for each chunk.
  func prompts(for document: ParsedDocument) -> [Prompt]

  /// The question that an ask puts to a model.
  ///
  /// - Parameters:
  ///   - first: the first question about the same chunk.
  ///   - ordinal: counted from 0 within the chunk; the first question has 0.
  func prompt(for ask: Ask, after first: Prompt, rung: Int, ordinal: Int) -> Prompt

  /// The same, with a line of a reviewer's behind the document in every question.
  func hinting(_ hint: String) -> any PromptBuilder
}

/// A prompt as one model takes it.
package struct ModelRequest: Sendable {
  /// The body of the HTTP request.
  package var body: [UInt8]
  /// What makes two requests the same: the body and the model's identity, without secrets, URL or
  /// the path of a local model.
  package var identity: Digest

  package init(body: [UInt8], identity: Digest) {
    self.body = body
    self.identity = identity
  }
}

/// One model with its own retry, rate and breaker.
///
/// Does not block.
package protocol ModelClient: Sendable {
  /// What makes two models the same, for keys: provider and model name, a local model by file name
  /// and size, sampling and reply limit.
  var identity: String { get }

  /// The request for a prompt.
  ///
  /// Pure.
  ///
  /// - Parameter sample: which of several answers is wanted. Above 0 it changes the request, so that
  ///   a model that answers the same question alike each time gives another answer.
  func request(for prompt: Prompt, sample: Int) -> ModelRequest

  /// Sends a request; the completion is called exactly once, on a queue of the client's.
  ///
  /// - Parameter document: whose prompt it is: the breaker counts distinct documents.
  func send(
    _ request: ModelRequest, for document: Digest,
    completion: @escaping @Sendable (Result<Reply, Failure>) -> Void)

  /// Takes no more requests and gives up those in flight; each completes with a failure.
  func shutDown()
}

extension ModelClient {
  /// The first request for a prompt.
  package func request(for prompt: Prompt) -> ModelRequest { request(for: prompt, sample: 0) }
}

/// Judges replies.
///
/// Pure: made with a schema and settings.
package protocol RecordValidator: Sendable {
  /// What all exchanges about a document, in the order they were made, amount to.
  ///
  /// - Parameter inkless: ranges of the text, in order, that were looked at on their page and cannot
  ///   be seen there; they show nothing.
  func verdict(
    on document: ParsedDocument, inkless: [Range<Int>], _ exchanges: [Exchange]
  ) -> Verdict
}

/// Checks a record that did not come from a model: a person's, or one from elsewhere.
///
/// Pure: made with a schema and settings.
package protocol RecordChecker: Sendable {
  /// The record in the schema's order, with its evidence and all that schema, document and rules
  /// say of it.
  func findings(for record: JSONValue, in document: ParsedDocument) -> Record
}

/// Reads a value out of words of a document, as the schema has it at a place: `14 March 2031` as
/// `2031-03-14` where it wants a date, `1.234,50 €` as 1234.50 where it wants a number.
///
/// Pure: made with a schema.
package protocol ValueReader: Sendable {
  /// The value; nil where the words hold none that the schema takes there.
  func value(of words: String, at place: JSONPointer) -> JSONValue?
}

/// Keeps replies, so that none is paid for twice.
///
/// Blocks briefly.
package protocol ReplyStore: Sendable {
  /// The reply to a request that was stored before.
  func reply(to request: Digest, sample: Int) throws -> Reply?

  /// Keeps a reply, durable before it returns.
  func store(_ reply: Reply, to request: Digest, sample: Int, prompt: Prompt) throws
}

/// Keeps sightings and outcomes of one pipeline.
///
/// Blocks briefly.
package protocol OutcomeStore: Sendable {
  /// What a file held when it was last seen with the same size, time and inode.
  func sightedContent(of entry: Listing.Entry) throws -> Digest?

  /// The key under which an outcome of this content stands; nil where none does.
  func standingKey(of document: Digest) throws -> Digest?

  /// Whether a reviewer decided about this content under a schema; then no other setting makes a
  /// run ask again.
  func isDecided(_ document: Digest, under schema: Digest) throws -> Bool

  /// The record that a reviewer decided on and that stands whatever a model says: nobody wants it
  /// asked anew, and the schema of this run takes it.
  func decidedRecord(of document: Digest) throws -> Record?

  /// Raises the sample numbers of what stands, so that this run asks again; decisions of reviewers
  /// stand.
  ///
  /// Durable before it returns.
  ///
  /// - Parameters:
  ///   - classes: of the dead letters meant; nil for all outcomes.
  ///   - paths: only what was seen there; nil for everywhere.
  func askAgain(about classes: Set<FailureClass>?, at paths: [DocumentPath]?) throws

  /// The sample number of this content's requests.
  func sample(of document: Digest) throws -> Int

  /// How a reviewer wants this content asked about; plain where nobody said.
  func retrySettings(of document: Digest) throws -> RetrySettings

  /// In how many runs before this one the document was deferred alone, since its last outcome.
  func deferrals(of document: Digest) throws -> Int

  /// Keeps what a run did with documents, all or nothing.
  func commit(_ conclusions: [Conclusion]) throws

  /// Marks what the listing does not hold as gone.
  ///
  /// Only after a complete listing.
  func markGone(except listing: Listing) throws

  /// Writes the result files from what stands.
  func publish() throws
}

/// What a run did with one document.
package struct Conclusion: Sendable {
  /// The outcome with all that identifies it.
  package struct Standing: Sendable {
    package var outcome: Outcome
    /// Content and everything that could change the record.
    package var standingKey: Digest
    /// What the record was made from.
    package var recordKey: Digest
    /// Model calls that were made or found stored.
    package var attempts: Int
    /// In the user's currency; 0 where nothing is priced.
    package var cost: Double
    /// The sample number that its requests had; nil where nothing was asked.
    package var sample: Int?
    /// The document's words, for whoever searches what waits for a person; nil where none were read.
    package var text: String?

    package init(
      outcome: Outcome, standingKey: Digest, recordKey: Digest, attempts: Int, cost: Double,
      sample: Int? = nil, text: String? = nil
    ) {
      self.outcome = outcome
      self.standingKey = standingKey
      self.recordKey = recordKey
      self.attempts = attempts
      self.cost = cost
      self.sample = sample
      self.text = text
    }
  }

  package var entry: Listing.Entry
  /// Nil where the content was never read.
  package var document: Digest?
  package var disposition: Disposition
  /// Nil where the run decided nothing.
  package var standing: Standing?
  /// Whether a deferral is this document's own: others went through.
  package var isDeferredAlone: Bool

  package init(
    entry: Listing.Entry, document: Digest?, disposition: Disposition, standing: Standing? = nil,
    isDeferredAlone: Bool = false
  ) {
    self.entry = entry
    self.document = document
    self.disposition = disposition
    self.standing = standing
    self.isDeferredAlone = isDeferredAlone
  }
}
