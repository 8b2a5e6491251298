// Words of the policy language for those who can only take UTF-8.
#ifndef LANDSHIM_TOOLS_EXPLAINER_UTF8_WORDS_H_
#define LANDSHIM_TOOLS_EXPLAINER_UTF8_WORDS_H_

#include <string>
#include <string_view>

namespace landshim {

// `words` as policy/quote.h writes them, with blanks between; each that has a
// byte that is no part of UTF-8 is put in quotes, with \xHH for such bytes. The
// language reads the same from it.
std::string Utf8Words(std::string_view words);

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_EXPLAINER_UTF8_WORDS_H_
