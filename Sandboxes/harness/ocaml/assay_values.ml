(* Values as they are read from calls and written into answers. Linked before the source, so that
   the judge's descriptors are out of the way before any of its code runs. *)

type node =
  | Null
  | Bool of bool
  | Number of string  (* its digits, or nan, inf, -inf *)
  | Text of string
  | Bytes of string
  | List of node list
  | Tuple of node list
  | Set of node list
  | Dict of (node * node) list
  | Other of string  (* what no type of OCaml is given *)

exception Unfit
exception Cannot of string
exception Failed of string * string

let kept descriptor place =
  Unix.dup2 ~cloexec:true descriptor (Obj.magic (place : int) : Unix.file_descr);
  (Obj.magic place : Unix.file_descr)

let calls = kept Unix.stdin 60
let answers = kept Unix.stdout 61

let () =
  let empty = Unix.openfile "/dev/null" [ Unix.O_RDONLY ] 0 in
  Unix.dup2 empty Unix.stdin;
  Unix.close empty;
  Unix.dup2 Unix.stderr Unix.stdout

let named = function
  | Null -> "null"
  | Bool _ -> "a truth value"
  | Number digits -> if String.length digits > 60 then String.sub digits 0 60 else digits
  | Text _ -> "a string"
  | Bytes _ -> "bytes"
  | List _ -> "a list"
  | Tuple _ -> "a tuple"
  | Set _ -> "a set"
  | Dict _ -> "a dict"
  | Other tag -> "a " ^ String.sub tag 1 (String.length tag - 1)

(* MARK: writing *)

type 'a writer = int -> 'a -> unit

let limit = 16 lsl 20
let out = Buffer.create 65536

let put text =
  if Buffer.length out + String.length text > limit then
    raise (Cannot "an answer of more than 16 MiB");
  Buffer.add_string out text

let enter depth = if depth > 200 then raise (Cannot "nested deeper than 200")

let is_utf8 text =
  let count = String.length text in
  let rec check at =
    if at >= count then true
    else
      let byte place =
        if place < count then Char.code (String.unsafe_get text place) else 0
      in
      let first = byte at and second = byte (at + 1) in
      let follows place = byte place land 0xc0 = 0x80 in
      if first < 0x80 then check (at + 1)
      else if first >= 0xc2 && first < 0xe0 then follows (at + 1) && check (at + 2)
      else if first >= 0xe0 && first < 0xf0 then
        follows (at + 1) && follows (at + 2)
        && (first <> 0xe0 || second >= 0xa0)
        && (first <> 0xed || second < 0xa0)
        && check (at + 3)
      else
        first >= 0xf0 && first < 0xf5
        && follows (at + 1) && follows (at + 2) && follows (at + 3)
        && (first <> 0xf0 || second >= 0x90)
        && (first <> 0xf4 || second < 0x90)
        && check (at + 4)
  in
  check 0

let quoted text =
  let made = Buffer.create (String.length text + 2) in
  Buffer.add_char made '"';
  String.iter
    (fun letter ->
      match letter with
      | '"' | '\\' -> Buffer.add_char made '\\'; Buffer.add_char made letter
      | '\000' .. '\031' | '\127' ->
          Buffer.add_string made (Printf.sprintf "\\u%04x" (Char.code letter))
      | _ -> Buffer.add_char made letter)
    text;
  Buffer.add_char made '"';
  Buffer.contents made

(* Text for messages: what is no UTF-8 as its bytes' letters. *)
let readable text =
  let text = if String.length text > 16384 then String.sub text 0 16384 else text in
  quoted (if is_utf8 text then text else String.escaped text)

let base64 bytes =
  let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/" in
  let count = String.length bytes in
  let made = Buffer.create ((count * 4 / 3) + 4) in
  let byte at = if at < count then Char.code bytes.[at] else 0 in
  let rec add at =
    if at < count then begin
      let whole = (byte at lsl 16) lor (byte (at + 1) lsl 8) lor byte (at + 2) in
      for place = 0 to 3 do
        Buffer.add_char made
          (if at + place > count then '='
           else digits.[(whole lsr (18 - (6 * place))) land 63])
      done;
      add (at + 3)
    end
  in
  add 0;
  Buffer.contents made

let w_raw text = put ("{\"$bytes\":\"" ^ base64 text ^ "\"}")
let w_string _ text = if is_utf8 text then put (quoted text) else w_raw text
let w_bytes _ bytes = w_raw (Bytes.to_string bytes)
let w_char depth letter = w_string depth (String.make 1 letter)
let w_int _ number = put (string_of_int number)
let w_int32 _ number = put (Int32.to_string number)
let w_int64 _ number = put (Int64.to_string number)
let w_nativeint _ number = put (Nativeint.to_string number)
let w_bool _ truth = put (string_of_bool truth)
let w_unit _ () = put "null"

let w_float _ number =
  if Float.is_nan number then put "{\"$float\":\"nan\"}"
  else if Float.is_integer number || Float.abs number < infinity then begin
    let exact digits = float_of_string digits = number in
    let some = Printf.sprintf "%.15g" number in
    let some = if exact some then some else Printf.sprintf "%.16g" number in
    let some = if exact some then some else Printf.sprintf "%.17g" number in
    put (if String.exists (fun c -> c = '.' || c = 'e') some then some else some ^ ".0")
  end
  else put (if number > 0. then "{\"$float\":\"inf\"}" else "{\"$float\":\"-inf\"}")

let w_complex depth (number : Complex.t) =
  put "{\"$complex\":[";
  w_float depth number.re;
  put ",";
  w_float depth number.im;
  put "]}"

let w_option write depth = function Some value -> write depth value | None -> put "null"

let each write depth iterate =
  enter depth;
  let next = ref "" in
  put "[";
  iterate (fun value -> put !next; next := ","; write (depth + 1) value);
  put "]"

let w_list write depth items = each write depth (fun add -> List.iter add items)
let w_array write depth items = each write depth (fun add -> Array.iter add items)
let w_seq write depth items = each write depth (fun add -> Seq.iter add items)
let w_queue write depth items = each write depth (fun add -> Queue.iter add items)
let w_stack write depth items = each write depth (fun add -> Stack.iter add items)
let w_ref write depth cell = write depth !cell
let w_lazy write depth value = write depth (Lazy.force value)
let w_buffer depth buffer = w_string depth (Buffer.contents buffer)

let w_set write depth items =
  put "{\"$set\":";
  w_list write depth items;
  put "}"

(* Each part writes itself. *)
let w_parts depth parts = each (fun depth part -> part depth) depth (fun add -> List.iter add parts)

let w_tuple depth parts = put "{\"$tuple\":"; w_parts depth parts; put "}"

let w_fields depth fields =
  enter depth;
  let next = ref "" in
  put "{";
  List.iter
    (fun (name, part) ->
      put !next; next := ","; put (quoted name); put ":"; part (depth + 1))
    fields;
  put "}"

let w_entries key value depth entries =
  if entries = [] then put "{}"
  else begin
    put "{\"$dict\":";
    each (fun depth (k, v) -> w_parts depth [ (fun d -> key d k); (fun d -> value d v) ])
      depth (fun add -> List.iter add entries);
    put "}"
  end

(* Of several bindings of one key the one that is found. *)
let w_bindings key value depth iterate found =
  let seen = Hashtbl.create 16 and entries = ref [] in
  iterate (fun k _ ->
      if not (Hashtbl.mem seen k) then begin
        Hashtbl.add seen k ();
        entries := (k, found k) :: !entries
      end);
  w_entries key value depth !entries

let w_hashtbl key value depth table =
  w_bindings key value depth (fun add -> Hashtbl.iter add table) (Hashtbl.find table)

(* A constructor with what it holds. *)
let w_tagged depth name parts =
  match parts with
  | [] -> put (quoted name)
  | [ part ] -> w_fields depth [ (name, part) ]
  | parts -> w_fields depth [ (name, fun depth -> w_parts depth parts) ]

let cannot what _ _ = raise (Cannot what)

(* MARK: reading *)

type 'a reader = node -> 'a

let unfit _ = raise Unfit
let fitting = function Some value -> value | None -> raise Unfit

let has_point digits = String.exists (fun c -> c = '.' || c = 'e' || c = 'E') digits

(* A number without a fraction may be written as 7.0. *)
let whole convert = function
  | Number digits when has_point digits ->
      let number = float_of_string digits in
      if Float.is_integer number && Float.abs number < 9e15 then
        fitting (convert (Printf.sprintf "%.0f" number))
      else raise Unfit
  | Number digits -> fitting (convert digits)
  | _ -> raise Unfit

let r_int = whole int_of_string_opt
let r_int32 = whole Int32.of_string_opt
let r_int64 = whole Int64.of_string_opt
let r_nativeint = whole Nativeint.of_string_opt
let r_float = function Number digits -> fitting (float_of_string_opt digits) | _ -> raise Unfit
let r_bool = function Bool truth -> truth | _ -> raise Unfit
let r_unit = function Null -> () | _ -> raise Unfit
let r_string = function Text text | Bytes text -> text | _ -> raise Unfit
let r_bytes node = Bytes.of_string (r_string node)

let r_char node =
  let text = r_string node in
  if String.length text = 1 then text.[0] else raise Unfit

let r_option read = function Null -> None | node -> Some (read node)

let items = function
  | List nodes | Tuple nodes | Set nodes -> nodes
  | Dict entries -> List.rev (List.rev_map (fun (key, value) -> Tuple [ key; value ]) entries)
  | Bytes bytes ->
      List.init (String.length bytes) (fun at -> Number (string_of_int (Char.code bytes.[at])))
  | _ -> raise Unfit

let r_list read node = List.rev (List.rev_map read (items node))
let r_array read node = Array.of_list (r_list read node)
let r_seq read node = List.to_seq (r_list read node)
let r_queue read node = Queue.of_seq (r_seq read node)
let r_stack read node = Stack.of_seq (r_seq read node)
let r_ref read node = ref (read node)
let r_lazy read node = Lazy.from_val (read node)

let r_buffer node =
  let buffer = Buffer.create 16 in
  Buffer.add_string buffer (r_string node);
  buffer

let parts count = function
  | (List nodes | Tuple nodes) when List.length nodes = count -> Array.of_list nodes
  | _ -> raise Unfit

let r_entries key value = function
  | Dict entries -> List.rev (List.rev_map (fun (k, v) -> (key k, value v)) entries)
  | List [] -> []
  | _ -> raise Unfit

let r_hashtbl key value node =
  let table = Hashtbl.create 16 in
  List.iter (fun (k, v) -> Hashtbl.replace table k v) (r_entries key value node);
  table

(* A record's fields by name; one that is absent is null. *)
let fields names = function
  | Dict entries ->
      let known = function Text name, _ -> List.mem name names | _ -> false in
      if not (List.for_all known entries) then raise Unfit;
      fun name -> Option.value (List.assoc_opt (Text name) entries) ~default:Null
  | _ -> raise Unfit

(* A constructor's name and what it holds. *)
let constructor = function
  | Text name -> (name, None)
  | Dict [ (Text name, node) ] -> (name, Some node)
  | _ -> raise Unfit

let held count = function
  | Some node when count = 1 -> [| node |]
  | Some node -> parts count node
  | None -> raise Unfit

(* MARK: what a type leaves open *)

(* Compares and prints like the values that it holds. *)
type any =
  | Nothing
  | Truth of bool
  | Int of int
  | Real of float
  | Word of string
  | Items of any list
  | Parts of any list
  | Members of any list
  | Entries of (any * any) list

(* Whether some number of the call has a fraction: then all of what is open are floats. *)
let mixed = ref false

let rec has_fraction = function
  | Number digits -> has_point digits || String.contains digits 'n'
  | List nodes | Tuple nodes | Set nodes -> List.exists has_fraction nodes
  | Dict entries -> List.exists (fun (key, value) -> has_fraction key || has_fraction value) entries
  | _ -> false

let rec r_any = function
  | Null -> Nothing
  | Bool truth -> Truth truth
  | Number _ as node -> if !mixed then Real (r_float node) else Int (r_int node)
  | Text text | Bytes text -> Word text
  | List _ as node -> Items (r_list r_any node)
  | Tuple nodes -> Parts (List.map r_any nodes)
  | Set nodes -> Members (List.map r_any nodes)
  | Dict _ as node -> Entries (r_entries r_any r_any node)
  | Other _ -> raise Unfit

let rec w_any depth = function
  | Nothing -> put "null"
  | Truth truth -> w_bool depth truth
  | Int number -> w_int depth number
  | Real number -> w_float depth number
  | Word text -> w_string depth text
  | Items items -> w_list w_any depth items
  | Parts items -> w_tuple depth (List.map (fun item depth -> w_any depth item) items)
  | Members items -> w_set w_any depth items
  | Entries entries -> w_entries w_any w_any depth entries
