# The candidate's side of `function` tests: runs the source, then answers calls. It holds no
# expected value, so whatever the source does to this process can only change its answers.
# Started by a shell that put the judge's pipes on descriptors 3 and 4, /dev/null on 0 and
# standard error on 1: R cannot copy descriptors, and writes to none but its own.
# Its names are looked up here and in base R, whatever the source defines.

local({
  max_depth <- 200L
  max_bytes <- 16 * 2^20
  path <- commandArgs(trailingOnly = TRUE)[[1]]
  calls <- file("/dev/fd/3", "rb")
  answers <- pipe("exec cat >&4 2>/dev/null 3<&-", "wb")
  state <- new.env()

  # MARK: Frames

  token <- paste0(
    "\"(?:[^\"\\\\]++|\\\\.)*+\"|-?[0-9][0-9.eE+-]*|true|false|null|[\\[\\]{},:]")

  unescaped <- function(text) {
    text <- substr(text, 2L, nchar(text, "bytes") - 1L)
    Encoding(text) <- "UTF-8"
    if (!grepl("\\", text, fixed = TRUE)) return(text)
    marks <- gregexpr("\\\\u[dD][89abAB]..\\\\u[dD][c-fC-F]..|\\\\u....|\\\\.", text, perl = TRUE)
    found <- regmatches(text, marks)[[1]]
    plain <- vapply(found, function(mark) {
      kind <- substr(mark, 2L, 2L)
      if (kind != "u") {
        return(switch(kind, n = "\n", t = "\t", r = "\r", b = "\b", f = "\f", kind))
      }
      code <- strtoi(substr(mark, 3L, 6L), 16L)
      if (nchar(mark) > 6L) {
        code <- 65536L + (code - 55296L) * 1024L + strtoi(substr(mark, 9L, 12L), 16L) - 56320L
      }
      intToUtf8(code)
    }, "")
    regmatches(text, marks) <- list(plain)
    text
  }

  take <- function() {
    state$place <- state$place + 1L
    state$tokens[[state$place - 1L]]
  }

  # A value as [kind, content, keys]; numbers keep their digits.
  read_value <- function() {
    word <- take()
    first <- substr(word, 1L, 1L)
    if (first == "\"") return(list("text", unescaped(word)))
    if (first == "[") return(list("list", read_items()))
    if (first == "{") return(read_object())
    list(switch(word, null = "null", true = "truth", false = "truth", "number"), word)
  }

  read_items <- function() {
    items <- list()
    if (state$tokens[[state$place]] == "]") {
      take()
      return(items)
    }
    repeat {
      items[[length(items) + 1L]] <- read_value()
      if (take() != ",") return(items)
    }
  }

  read_object <- function() {
    keys <- character()
    values <- list()
    if (state$tokens[[state$place]] == "}") {
      take()
      return(list("object", values, keys))
    }
    repeat {
      keys[[length(keys) + 1L]] <- unescaped(take())
      take()
      values[[length(values) + 1L]] <- read_value()
      if (take() != ",") return(list("object", values, keys))
    }
  }

  frame <- function() {
    line <- readLines(calls, n = 1L, warn = FALSE, encoding = "UTF-8")
    if (length(line) == 0L) return(NULL)
    # By bytes: to count characters takes as long again for each token.
    Encoding(line) <- "bytes"
    marks <- gregexpr(token, line, perl = TRUE, useBytes = TRUE)[[1]]
    state$tokens <- substring(line, marks, marks + attr(marks, "match.length") - 1L)
    state$place <- 1L
    state$definitions <- list()
    read_value()
  }

  member <- function(tree, name) {
    place <- match(name, tree[[3]])
    if (is.na(place)) NULL else tree[[2]][[place]]
  }

  # MARK: Values in R's own types

  # Texts, numbers or truths alone make a vector, as c() does; other lists are lists.
  decode <- function(tree) {
    switch(tree[[1]],
      null = NULL, truth = tree[[2]] == "true", number = as.numeric(tree[[2]]),
      text = tree[[2]], list = decode_list(tree[[2]]), object = decode_object(tree))
  }

  decode_list <- function(trees) {
    if (length(trees) == 0L) return(NULL)
    kinds <- vapply(trees, function(tree) tree[[1]], "")
    items <- lapply(trees, decode)
    scalar <- unique(kinds[kinds != "null"])
    if (length(scalar) == 1L && scalar %in% c("truth", "number", "text")) {
      items[kinds == "null"] <- NA
      return(unlist(items))
    }
    items
  }

  decode_object <- function(tree) {
    values <- tree[[2]]
    keys <- tree[[3]]
    if (length(keys) == 1L && substr(keys, 1L, 1L) == "$") {
      return(decode_tagged(keys, values[[1]]))
    }
    structure(lapply(values, decode), names = keys)
  }

  decode_pairs <- function(pairs) {
    items <- lapply(pairs, function(pair) decode(pair[[2]][[2]]))
    keys <- vapply(pairs, function(pair) {
      paste(as.character(unlist(decode(pair[[2]][[1]]))), collapse = ",")
    }, "")
    structure(items, names = keys)
  }

  decode_range <- function(bounds) {
    last <- bounds[[2]] - sign(bounds[[3]])
    if ((last - bounds[[1]]) * bounds[[3]] < 0) return(NULL)
    seq(bounds[[1]], last, by = bounds[[3]])
  }

  decode_tagged <- function(tag, body) {
    if (tag == "$def") {
      number <- body[[2]][[1]][[2]]
      value <- decode(body[[2]][[2]])
      state$definitions[[number]] <- value
      return(value)
    }
    switch(tag,
      "$tuple" = , "$set" = , "$frozenset" = decode_list(body[[2]]),
      "$dict" = decode_pairs(body[[2]]),
      "$ref" = state$definitions[[body[[2]]]],
      "$float" = c(nan = NaN, inf = Inf, "-inf" = -Inf)[[body[[2]]]],
      "$bytes" = , "$str" = from_base64(body[[2]]),
      "$complex" = complex(
        real = decode(body[[2]][[1]]), imaginary = decode(body[[2]][[2]])),
      "$range" = decode_range(vapply(body[[2]], decode, 0)),
      "$datetime" = as.Date(substr(body[[2]], 1L, 10L)),
      decode(body))
  }

  digits <- c(LETTERS, letters, 0:9, "+", "/")

  bits_of <- function(numbers, count) {
    as.integer(unlist(lapply(numbers, function(number) number %/% 2^((count - 1):0) %% 2)))
  }

  numbers_of <- function(bits, count) {
    bits <- bits[seq_len(length(bits) %/% count * count)]
    colSums(matrix(bits, nrow = count) * 2^((count - 1):0))
  }

  from_base64 <- function(text) {
    text <- gsub("=", "", text)
    as.raw(numbers_of(bits_of(match(strsplit(text, "")[[1]], digits) - 1L, 6), 8))
  }

  to_base64 <- function(bytes) {
    if (length(bytes) == 0L) return("")
    bits <- bits_of(as.integer(bytes), 8)
    bits <- c(bits, rep(0L, -length(bits) %% 6L))
    text <- paste(digits[numbers_of(bits, 6) + 1L], collapse = "")
    paste0(text, strrep("=", -length(bytes) %% 3L))
  }

  # MARK: Encoding

  cannot <- function(what) {
    stop(structure(class = c("assay_cannot", "condition"), list(message = what, call = NULL)))
  }

  quoted <- function(text) {
    text <- enc2utf8(text)
    if (!validUTF8(text)) {
      return(paste0("{\"$bytes\":\"", to_base64(charToRaw(text)), "\"}"))
    }
    text <- gsub("([\"\\\\])", "\\\\\\1", text)
    if (!grepl("[[:cntrl:]]", text)) return(paste0("\"", text, "\""))
    for (code in 1:31) {
      text <- gsub(intToUtf8(code), sprintf("\\u%04x", code), text, fixed = TRUE)
    }
    paste0("\"", text, "\"")
  }

  number <- function(value) {
    if (is.nan(value)) return("{\"$float\":\"nan\"}")
    if (is.infinite(value)) {
      return(paste0("{\"$float\":\"", if (value > 0) "inf" else "-inf", "\"}"))
    }
    if (value == trunc(value) && abs(value) < 2^53) return(sprintf("%.0f", value))
    for (places in 15:17) {
      text <- formatC(value, digits = places, format = "g", width = 1L)
      if (as.numeric(text) == value) break
    }
    if (grepl("[.e]", text)) text else paste0(text, ".0")
  }

  scalar <- function(value) {
    if (is.complex(value)) {
      return(paste0("{\"$complex\":[", number(Re(value)), ",", number(Im(value)), "]}"))
    }
    if (is.na(value) && !is.nan(value)) return("null")
    if (is.logical(value)) return(if (value) "true" else "false")
    if (is.character(value)) return(quoted(value))
    number(as.numeric(value))
  }

  encode <- function(value, depth = 0L) {
    if (depth > max_depth) cannot(paste("nested deeper than", max_depth))
    if (is.null(value)) return("null")
    if (is.factor(value)) value <- as.character(value)
    if (inherits(value, "Date") && length(value) == 1L) {
      return(paste0("{\"$datetime\":", quoted(format(value)), "}"))
    }
    if (is.raw(value)) return(paste0("{\"$bytes\":\"", to_base64(value), "\"}"))
    if (is.matrix(value)) {
      value <- lapply(seq_len(nrow(value)), function(row) as.vector(value[row, ]))
    }
    if (is.object(value) || !is.atomic(value) && !is.list(value)) cannot(class(value)[[1]])
    items <- if (is.list(value)) lapply(value, encode, depth + 1L) else lapply(value, scalar)
    items <- unlist(items, use.names = FALSE)
    if (!is.null(names(value))) return(encode_names(names(value), items))
    if (is.atomic(value) && length(value) == 1L) return(items)
    paste0("[", paste(items, collapse = ","), "]")
  }

  encode_names <- function(names, items) {
    keys <- vapply(names, quoted, "", USE.NAMES = FALSE)
    if (anyDuplicated(names) || any(substr(names, 1L, 1L) %in% c("$", ""))) {
      pairs <- paste0("[", keys, ",", items, "]")
      return(paste0("{\"$dict\":[", paste(pairs, collapse = ","), "]}"))
    }
    if (length(items) == 0L) return("{}")
    paste0("{", paste(keys, items, sep = ":", collapse = ","), "}")
  }

  # MARK: Calls

  load <- function() {
    for (expression in parse(path, encoding = "UTF-8")) eval(expression, globalenv())
  }

  raised <- function(error) {
    message <- tryCatch(conditionMessage(error), error = function(other) "")
    message <- substr(paste(message, collapse = "\n"), 1L, 65536L)
    place <- regmatches(message, regexec("^main[.]R:([0-9]+):", message))[[1]]
    line <- if (length(place) == 2L) place[[2]] else "null"
    types <- vapply(class(error), function(type) paste0("[\"\",", quoted(type), "]"), "")
    paste0("\"raised\":{\"types\":[", paste(types, collapse = ","), "],\"message\":",
      quoted(message), ",\"args\":null,\"line\":", line, "}")
  }

  target <- function(name) {
    found <- get0(name, globalenv(), mode = "function", inherits = FALSE)
    if (!is.null(found)) return(found)
    parts <- strsplit(name, "[.#]")[[1]]
    if (length(parts) == 2L && exists(parts[[1]], globalenv(), inherits = FALSE)) {
      owner <- get(parts[[1]], globalenv(), inherits = FALSE)
      if (is.function(owner)) owner <- owner()
      else if (!is.list(owner)) owner <- owner$new()
      return(eval(call("$", owner, as.name(parts[[2]]))))
    }
    stop(sprintf("could not find function \"%s\"", name), call. = FALSE)
  }

  answer <- function(call) {
    groups <- member(member(call, "args"), "$tuple")[[2]]
    values <- lapply(groups[[1]][[2]], decode)
    named <- lapply(groups[[2]][[2]], decode)
    names(named) <- groups[[2]][[3]]
    observed <- member(call, "observe")
    tryCatch({
      result <- do.call(target(decode(member(call, "name"))), c(values, named), quote = TRUE)
      # Arguments are copies in R: a call changes none.
      if (!is.null(observed)) result <- values[[decode(observed) + 1]]
      text <- encode(result)
      if (nchar(text, "bytes") > max_bytes) cannot("larger than 16 MiB")
      paste0("\"value\":", text)
    }, assay_cannot = function(what) paste0("\"cannot\":", quoted(what$message)),
    error = raised)
  }

  reply <- function(id, rest) {
    writeLines(enc2utf8(paste0("{\"id\":", id[[2]], ",", rest, "}")), answers, useBytes = TRUE)
    flush(answers)
  }

  start <- frame()
  failed <- tryCatch({
    load()
    NULL
  }, error = function(error) {
    message("Error: ", conditionMessage(error))
    raised(error)
  })
  reply(member(start, "id"), if (is.null(failed)) "\"ready\":true" else failed)
  while (is.null(failed) && !is.null(call <- frame())) reply(member(call, "id"), answer(call))
  close(answers)
  quit(save = "no", runLast = FALSE)
}, new.env(parent = baseenv()))
