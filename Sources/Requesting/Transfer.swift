import CCurl

/// One request on its way: owns the easy handle with all that libcurl reads from and writes to.
///
/// Used on the queue of its ``CurlTransport`` only.
final class Transfer {
  let ticket: CurlTransport.Ticket
  let handle: UnsafeMutableRawPointer
  let completion: @Sendable (Result<HTTPResponse, TransportError>) -> Void
  /// The transport lives as long as it has something to do.
  private let owner: CurlTransport
  private let limit: Int
  private var headerList: UnsafeMutablePointer<curl_slist>?
  private let errorText: UnsafeMutablePointer<CChar>
  private var headers: [(name: String, value: String)] = []
  private var body: [UInt8] = []
  private var isTooLarge = false

  /// Nil where libcurl has no memory for it.
  init?(
    ticket: CurlTransport.Ticket, owner: CurlTransport, limit: Int,
    completion: @escaping @Sendable (Result<HTTPResponse, TransportError>) -> Void
  ) {
    guard let handle = curl_easy_init() else { return nil }
    self.ticket = ticket
    self.handle = handle
    self.owner = owner
    self.limit = limit
    self.completion = completion
    errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
  }

  deinit {
    curl_easy_cleanup(handle)
    curl_slist_free_all(headerList)
    errorText.deallocate()
  }

  /// Tells libcurl what to do.
  func prepare(_ request: HTTPRequest, sockets: CurlSockets) throws(TransportError) {
    try setUp(request)
    try addHeaders(request.headers)
    if request.method == .post { addBody(request.body) }
    let this = Unmanaged.passUnretained(self).toOpaque()
    CCurl_set_pointer(handle, CURLOPT_PRIVATE, this)
    CCurl_set_pointer(handle, CURLOPT_ERRORBUFFER, errorText)
    CCurl_set_data_callback(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, transfer in
      Transfer.of(transfer).receive(bytes, size * count)
    }
    CCurl_set_pointer(handle, CURLOPT_WRITEDATA, this)
    CCurl_set_data_callback(handle, CURLOPT_HEADERFUNCTION) { bytes, size, count, transfer in
      Transfer.of(transfer).receiveHeader(bytes, size * count)
    }
    CCurl_set_pointer(handle, CURLOPT_HEADERDATA, this)
    sockets.attach(to: handle)
  }

  private func setUp(_ request: HTTPRequest) throws(TransportError) {
    guard CCurl_set_string(handle, CURLOPT_URL, request.url) == CURLE_OK else {
      throw .unsendable("the URL cannot be read")
    }
    CCurl_set_string(handle, CURLOPT_PROTOCOLS_STR, "http,https")
    // A redirect would carry the key and the document to another place than the user named.
    CCurl_set_long(handle, CURLOPT_FOLLOWLOCATION, 0)
    CCurl_set_long(handle, CURLOPT_SSL_VERIFYPEER, 1)
    CCurl_set_long(handle, CURLOPT_SSL_VERIFYHOST, 2)
    // Signals belong to the executable; libcurl would use SIGALRM to time name look-ups.
    CCurl_set_long(handle, CURLOPT_NOSIGNAL, 1)
    CCurl_set_long(handle, CURLOPT_TIMEOUT_MS, Self.milliseconds(request.timeout))
    CCurl_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, Self.milliseconds(request.connectTimeout))
    CCurl_set_long(handle, CURLOPT_TCP_KEEPALIVE, 1)
    CCurl_set_string(handle, CURLOPT_ACCEPT_ENCODING, "")
    CCurl_set_string(handle, CURLOPT_USERAGENT, "sluice")
    // Over TLS many requests share one HTTP/2 connection, once it is known to be one.
    if request.url.lowercased().hasPrefix("https:") { CCurl_set_long(handle, CURLOPT_PIPEWAIT, 1) }
    // Otherwise libcurl reads http_proxy and its like from the environment.
    if Loopback.isHost(of: request.url) { CCurl_set_string(handle, CURLOPT_PROXY, "") }
  }

  private func addHeaders(_ headers: [(name: String, value: String)]) throws(TransportError) {
    // An empty Expect keeps libcurl from asking before it sends a large body.
    for (name, value) in headers + [(name: "Expect", value: "")] {
      let line = value.isEmpty ? "\(name):" : "\(name): \(value)"
      guard line.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
        throw .unsendable("the header \(name) holds a control character")
      }
      guard let longer = curl_slist_append(headerList, line) else {
        throw .unsendable("no memory for the headers")
      }
      headerList = longer
    }
    CCurl_set_pointer(handle, CURLOPT_HTTPHEADER, headerList)
  }

  private func addBody(_ body: [UInt8]) {
    CCurl_set_long(handle, CURLOPT_POST, 1)
    CCurl_set_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
    body.withUnsafeBytes { bytes in
      _ = CCurl_set_pointer(handle, CURLOPT_COPYPOSTFIELDS, bytes.baseAddress)
    }
  }

  /// What came of it, once libcurl is done with it.
  func result(_ code: CURLcode) -> Result<HTTPResponse, TransportError> {
    if isTooLarge { return .failure(.tooLarge(limit: limit)) }
    guard code == CURLE_OK else { return .failure(error(code)) }
    var status = 0
    CCurl_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
    return .success(HTTPResponse(status: status, headers: headers, body: body))
  }

  private func error(_ code: CURLcode) -> TransportError {
    let detail = String(cString: errorText)
    let text = detail.isEmpty ? String(cString: curl_easy_strerror(code)) : detail
    return switch code {
    case CURLE_COULDNT_CONNECT, CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
      .cannotConnect(text)
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE,
      CURLE_SSL_CERTPROBLEM:
      .untrusted(text)
    case CURLE_OPERATION_TIMEDOUT: .timedOut(text)
    case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL:
      .unsendable("the URL is not one of http or https")
    default: .broken(text)
    }
  }

  private func receive(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    guard body.count + count <= limit else {
      isTooLarge = true
      return 0
    }
    body.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
    return count
  }

  private func receiveHeader(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    let line = String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
    if line.hasPrefix("HTTP/") {
      // An interim response or that of a proxy came before: only the last one counts.
      headers = []
    } else if let colon = line.firstIndex(of: ":") {
      let value = line[line.index(after: colon)...]
      headers.append((line[..<colon].lowercased(), Words.trimmed(value)))
    }
    return count
  }

  /// The transfer of a handle that libcurl reports.
  static func of(easy handle: UnsafeMutableRawPointer?) -> Transfer? {
    var pointer: UnsafeMutableRawPointer?
    CCurl_get_pointer(handle, CURLINFO_PRIVATE, &pointer)
    return pointer.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
  }

  private static func of(_ pointer: UnsafeMutableRawPointer?) -> Transfer {
    guard let pointer else { preconditionFailure("libcurl lost its transfer") }
    return Unmanaged<Transfer>.fromOpaque(pointer).takeUnretainedValue()
  }

  private static func milliseconds(_ seconds: Double) -> Int {
    max(1, Int((seconds * 1000).rounded()))
  }
}
