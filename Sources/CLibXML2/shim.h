#include <libxml/xmlversion.h>
/* Debian builds libxml2 with ICU, whose headers define the types of Foundation's own copy of ICU a
   second time. Without the macro libxml2 leaves them out; what it hides are two trailing fields of
   xmlCharEncodingHandler, which is never allocated here. */
#undef LIBXML_ICU_ENABLED
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xmlerror.h>

/* xmlFree is a mutable global function pointer, which Swift 6 refuses. */
static inline void CLibXML2_free(void *pointer) { xmlFree(pointer); }
