/// What is sent to a server.
package struct HTTPRequest: Sendable {
  package enum Method: String, Sendable {
    case get = "GET"
    case post = "POST"
  }

  package var method: Method
  /// `http` or `https`; anything else is refused.
  package var url: String
  /// In the order sent; names and values hold no line break.
  package var headers: [(name: String, value: String)]
  /// Sent with POST.
  package var body: [UInt8]
  /// From the first byte of the connection to the last of the response, in seconds.
  package var timeout: Double
  /// For the connection alone, TLS included, in seconds.
  package var connectTimeout: Double

  package init(
    _ method: Method = .get, url: String, headers: [(name: String, value: String)] = [],
    body: [UInt8] = [], timeout: Double, connectTimeout: Double = 15
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.timeout = timeout
    self.connectTimeout = connectTimeout
  }
}

/// What a server answered, whatever its status.
package struct HTTPResponse: Sendable {
  package var status: Int
  /// In the order received; names in lower case.
  package var headers: [(name: String, value: String)]
  /// Without any content coding.
  package var body: [UInt8]

  package init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// The first value of a header; the name in lower case.
  package func header(_ name: String) -> String? {
    headers.first { $0.name == name }?.value
  }
}

/// Why there is no response.
///
/// The texts are libcurl's own: they name host and port, never a header
/// or a body.
package enum TransportError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Nobody answers there: name, address, connection.
  case cannotConnect(String)
  /// The server could not prove who it is.
  case untrusted(String)
  /// The time of the request is over.
  case timedOut(String)
  /// The connection ended before the response did.
  case broken(String)
  /// The response is larger than the limit, in bytes.
  case tooLarge(limit: Int)
  /// The request cannot be sent as it is: its URL, or a line break in a header.
  case unsendable(String)
  /// Given up by ``CurlTransport/cancel(_:)``.
  case cancelled

  package var description: String {
    switch self {
    case .cannotConnect(let text), .untrusted(let text), .timedOut(let text), .broken(let text),
      .unsendable(let text):
      text
    case .tooLarge(let limit): "the response is larger than \(limit) bytes"
    case .cancelled: "the request was given up"
    }
  }
}
