(* Reads calls and answers them. *)

open Assay_values

(* MARK: reading JSON *)

type scanner = {
  text : string;
  mutable at : int;
  definitions : (string, node) Hashtbl.t;
}

let next reader = if reader.at < String.length reader.text then reader.text.[reader.at] else ']'
let skip reader = reader.at <- reader.at + 1

let hex reader =
  let digits =
    if reader.at + 4 <= String.length reader.text then String.sub reader.text reader.at 4 else ""
  in
  reader.at <- reader.at + 4;
  Option.value (int_of_string_opt ("0x" ^ digits)) ~default:0xfffd

let string reader =
  let made = Buffer.create 16 in
  let rec read () =
    let letter = if reader.at < String.length reader.text then next reader else '"' in
    skip reader;
    match letter with
    | '"' -> Buffer.contents made
    | '\\' ->
        let escape = next reader in
        skip reader;
        (match escape with
        | 'n' -> Buffer.add_char made '\n'
        | 't' -> Buffer.add_char made '\t'
        | 'r' -> Buffer.add_char made '\r'
        | 'b' -> Buffer.add_char made '\b'
        | 'f' -> Buffer.add_char made '\012'
        | 'u' ->
            let code = hex reader in
            let code =
              if code land 0xfc00 = 0xd800 && next reader = '\\' then begin
                reader.at <- reader.at + 2;
                0x10000 + ((code land 0x3ff) lsl 10) + (hex reader land 0x3ff)
              end
              else code
            in
            let letter = if Uchar.is_valid code then Uchar.of_int code else Uchar.rep in
            Buffer.add_utf_8_uchar made letter
        | other -> Buffer.add_char made other);
        read ()
    | letter -> Buffer.add_char made letter; read ()
  in
  skip reader;
  read ()

let decoded text =
  let made = Buffer.create (String.length text) in
  let bits = ref 0 and count = ref 0 in
  String.iter
    (fun letter ->
      let digit =
        match letter with
        | 'A' .. 'Z' -> Char.code letter - 65
        | 'a' .. 'z' -> Char.code letter - 71
        | '0' .. '9' -> Char.code letter + 4
        | '+' -> 62
        | '/' -> 63
        | _ -> -1
      in
      if digit >= 0 then begin
        bits := ((!bits lsl 6) lor digit) land 0xffffff;
        count := !count + 6;
        if !count >= 8 then begin
          count := !count - 8;
          Buffer.add_char made (Char.chr ((!bits lsr !count) land 255))
        end
      end)
    text;
  Buffer.contents made

let pair = function List [ key; value ] -> (key, value) | node -> (node, Null)

let tagged reader tag body =
  match (tag, body) with
  | "$tuple", List nodes -> Tuple nodes
  | ("$set" | "$frozenset"), List nodes -> Set nodes
  | "$dict", List entries -> Dict (List.rev (List.rev_map pair entries))
  | "$def", List [ Number number; node ] ->
      Hashtbl.replace reader.definitions number node;
      node
  | "$ref", Number number ->
      Option.value (Hashtbl.find_opt reader.definitions number) ~default:(Other "$ref")
  | "$float", Text word -> Number word
  | "$str", Text text -> Text (decoded text)
  | "$bytes", Text text -> Bytes (decoded text)
  | tag, _ -> Other tag

let rec value reader =
  match next reader with
  | '"' -> Text (string reader)
  | '[' ->
      skip reader;
      let rec read made =
        if next reader = ']' then (skip reader; List (List.rev made))
        else
          let item = value reader in
          if next reader = ',' then skip reader;
          read (item :: made)
      in
      read []
  | '{' -> skip reader; members reader []
  | _ ->
      let start = reader.at in
      while not (String.contains ",:]}" (next reader)) do skip reader done;
      (match String.sub reader.text start (reader.at - start) with
      | "null" -> Null
      | "true" -> Bool true
      | "false" -> Bool false
      | digits -> Number digits)

and members reader made =
  if next reader = '}' || reader.at >= String.length reader.text then begin
    skip reader;
    Dict (List.rev made)
  end
  else
    let key = string reader in
    skip reader;
    let item = value reader in
    if next reader = ',' then (skip reader; members reader ((Text key, item) :: made))
    else if made = [] && key <> "" && key.[0] = '$' then (skip reader; tagged reader key item)
    else members reader ((Text key, item) :: made)

(* MARK: calls *)

exception Unfitting of string

type call = {
  given : node list;
  by_name : (string * node) list;
  observe : int option;
}

(* What a parameter takes: an argument by its place or label, maybe none, or never one. *)
type parameter =
  | Plain
  | Spread of int  (* the only one, a tuple of so many *)
  | Nothing_else  (* unit *)
  | Label of string
  | Optional of string

let count_of parameters keep = List.length (List.filter keep parameters)

(* A node for each parameter; `None` for an optional one that is not given. *)
let arrange parameters call =
  let labels =
    List.filter_map (function Label name | Optional name -> Some name | _ -> None) parameters
  in
  List.iter
    (fun (name, _) ->
      if not (List.mem name labels) then
        raise (Unfitting ("no parameter has the label `" ^ name ^ "`")))
    call.by_name;
  let given = List.length call.given in
  let by_place = function
    | Plain | Spread _ -> true
    | Label name -> not (List.mem_assoc name call.by_name)
    | Optional _ | Nothing_else -> false
  in
  let wanted = count_of parameters by_place in
  let units = count_of parameters (fun parameter -> parameter = Nothing_else) in
  let optional = count_of parameters (function
    | Optional name -> not (List.mem_assoc name call.by_name)
    | _ -> false)
  in
  let gives_optional =
    optional > 0 && given = wanted + optional && not (units > 0 && List.mem Null call.given)
  in
  let gives_units = units > 0 && given = wanted + units && not gives_optional in
  let rest = ref call.given in
  let take () =
    match !rest with
    | node :: others -> rest := others; Some node
    | [] -> None
  in
  match parameters with
  | [ Spread count ] when given = count && count <> 1 -> [ Some (Tuple call.given) ]
  | _ ->
      if given <> wanted && not gives_units && not gives_optional then
        raise
          (Unfitting
             (Printf.sprintf "%d arguments were given for %d parameters" given
                (if wanted = 0 && units > 0 then 0 else wanted)));
      List.map
        (fun parameter ->
          match parameter with
          | Plain | Spread _ -> take ()
          | Nothing_else -> if gives_units then take () else Some Null
          | Label name | Optional name -> (
              match List.assoc_opt name call.by_name with
              | Some node -> Some node
              | None -> if by_place parameter || gives_optional then take () else None))
        parameters

let argument nodes place name read =
  match List.nth nodes place with
  | None -> raise (Unfitting (Printf.sprintf "argument %d is missing" (place + 1)))
  | Some node -> (
      try read node
      with _ ->
        raise
          (Unfitting
             (Printf.sprintf "argument %d: %s does not fit the parameter's type `%s`" (place + 1)
                (named node) name)))

let optional nodes place name read =
  match List.nth nodes place with
  | None | Some Null -> None
  | Some _ -> Some (argument nodes place name read)

(* Writes the result, or the observed argument as it is afterwards. *)
let finish call apply write observed =
  let result = apply () in
  match call.observe with
  | None -> write 0 result
  | Some place -> (
      match List.nth_opt observed place with
      | Some write -> write 0
      | None -> raise (Unfitting "there is no such argument to observe"))

(* An `Error` that is returned is told like what is raised. *)
let w_result ok error depth = function
  | Ok value -> ok depth value
  | Error value ->
      let start = Buffer.length out in
      error 0 value;
      let text = Buffer.sub out start (Buffer.length out - start) in
      let text =
        if text <> "" && text.[0] = '"' then string { text; at = 0; definitions = Hashtbl.create 1 }
        else text
      in
      raise (Failed ("Error", text))

let read_call frame =
  let find name = match frame with
    | Dict entries -> List.assoc_opt (Text name) entries
    | _ -> None
  in
  let given, by_name =
    match find "args" with
    | Some (Tuple [ List given; Dict by_name ]) ->
        (given, List.filter_map (function Text name, node -> Some (name, node) | _ -> None) by_name)
    | _ -> ([], [])
  in
  let observe = match find "observe" with
    | Some (Number digits) -> int_of_string_opt digits
    | _ -> None
  in
  (find "id", { given; by_name; observe })

let answer entry call =
  Buffer.clear out;
  mixed := List.exists has_fraction call.given;
  match entry call with
  | () -> "\"value\":" ^ Buffer.contents out
  | exception Unfitting reason -> "\"unfit\":" ^ readable reason
  | exception Cannot what -> "\"cannot\":" ^ readable what
  | exception error -> Assay_answers.described error

let answer_all entry =
  let lines = Unix.in_channel_of_descr calls in
  let rec go () =
    match input_line lines with
    | exception _ -> ()
    | text -> (
        match read_call (value { text; at = 0; definitions = Hashtbl.create 8 }) with
        | Some (Number id), call -> Assay_answers.send id (answer entry call); go ()
        | _ -> ())
  in
  (match input_line lines with
  | exception _ -> ()
  | _ -> Assay_answers.send "0" "\"ready\":true"; go ());
  flush_all ();
  Unix._exit 0
