#include <curl/curl.h>

/* The setters and getters of libcurl are variadic macros, which Swift does not import: here is one
   function for each type of argument. The parentheses keep the macros out. */

static inline CURLcode CCurl_set_long(CURL *easy, CURLoption option, long value) {
  return (curl_easy_setopt)(easy, option, value);
}

static inline CURLcode CCurl_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
  return (curl_easy_setopt)(easy, option, value);
}

static inline CURLcode CCurl_set_string(CURL *easy, CURLoption option, const char *value) {
  return (curl_easy_setopt)(easy, option, value);
}

static inline CURLcode CCurl_set_pointer(CURL *easy, CURLoption option, const void *value) {
  return (curl_easy_setopt)(easy, option, value);
}

typedef size_t (*CCurl_data_callback)(char *, size_t, size_t, void *);

static inline CURLcode CCurl_set_data_callback(
    CURL *easy, CURLoption option, CCurl_data_callback callback) {
  return (curl_easy_setopt)(easy, option, callback);
}

static inline CURLcode CCurl_set_open_callback(CURL *easy, curl_opensocket_callback callback) {
  return (curl_easy_setopt)(easy, CURLOPT_OPENSOCKETFUNCTION, callback);
}

static inline CURLcode CCurl_set_close_callback(CURL *easy, curl_closesocket_callback callback) {
  return (curl_easy_setopt)(easy, CURLOPT_CLOSESOCKETFUNCTION, callback);
}

static inline CURLcode CCurl_get_long(CURL *easy, CURLINFO info, long *value) {
  return (curl_easy_getinfo)(easy, info, value);
}

static inline CURLcode CCurl_get_pointer(CURL *easy, CURLINFO info, void **value) {
  return (curl_easy_getinfo)(easy, info, value);
}

static inline CURLMcode CCurl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
  return (curl_multi_setopt)(multi, option, value);
}

static inline CURLMcode CCurl_multi_set_pointer(CURLM *multi, CURLMoption option, void *value) {
  return (curl_multi_setopt)(multi, option, value);
}

static inline CURLMcode CCurl_multi_set_socket_callback(
    CURLM *multi, curl_socket_callback callback) {
  return (curl_multi_setopt)(multi, CURLMOPT_SOCKETFUNCTION, callback);
}

static inline CURLMcode CCurl_multi_set_timer_callback(
    CURLM *multi, curl_multi_timer_callback callback) {
  return (curl_multi_setopt)(multi, CURLMOPT_TIMERFUNCTION, callback);
}

/* A union member of CURLMsg. */
static inline CURLcode CCurl_result(const CURLMsg *message) { return message->data.result; }
