(* The calls of the entry point: what is said on standard output is compiled with the source. *)

open Signature
open Generate

let rec value_at (scope : scope) path =
  match (scope, path) with
  | (_, items) :: _, [ name ] ->
      (* Of one name, the last counts. *)
      List.fold_left
        (fun found item ->
          match item with Value (other, ty) when other = name -> Some (scope, ty) | _ -> found)
        None items
  | (prefix, items) :: _, name :: rest -> (
      match inside items name with
      | Some (`Items found) -> value_at ((prefix @ [ name ], found) :: scope) rest
      | _ -> None)
  | _ -> None

let said path =
  let channel = open_in_bin path in
  let text = contents channel in
  close_in channel;
  text

let scope, ty =
  match value_at outermost entry with
  | None -> fail (Printf.sprintf "the source has no `%s`" (String.concat "." entry))
  | Some (scope, ty) when Sys.argv.(3) <> "1" -> (scope, ty)
  | Some _ -> (
      match (read_types (said "/tmp/parameters"), read_type (said "/tmp/returns")) with
      | parameters, returns ->
          let arrow from result = Arrow (Unlabelled, from, result) in
          (outermost, List.fold_right arrow parameters returns)
      | exception Odd -> fail "the signature holds what is no type of OCaml")

(* The parameters, each where its type is written, and the result; also of a named function type. *)
let rec flattened scope = function
  | Arrow (label, from, result) ->
      let parameters, result, place = flattened scope result in
      ((scope, label, from) :: parameters, result, place)
  | Con (path, []) as result -> (
      match locate scope path with
      | Own (((_, items) :: _ as place), name) -> (
          match type_in items name with
          | Some ([], Some (Arrow _ as arrow), Abstract, false) -> flattened place arrow
          | _ -> ([], result, scope))
      | _ -> ([], result, scope))
  | result -> ([], result, scope)

let parameters, result, result_scope = flattened scope ty

let is_unit = function Con (path, []) -> without_prefix path = "unit" | _ -> false

let taking (_, label, ty) =
  match (label, ty, parameters) with
  | Labelled name, _, _ -> Printf.sprintf "Label %S" name
  | Optional name, _, _ -> Printf.sprintf "Optional %S" name
  | Unlabelled, Tup parts, [ _ ] -> Printf.sprintf "Spread %d" (List.length parts)
  | Unlabelled, ty, _ -> if is_unit ty then "Nothing_else" else "Plain"

let reading index (scope, label, ty) =
  let read = match label with Optional _ -> "optional" | _ -> "argument" in
  let name = shown ty in
  let name = if String.length name > 200 then String.sub name 0 200 else name in
  Printf.sprintf "let a%d = %s nodes %d %S %s in" index read index name (code Read scope [] ty)

let passing index (_, label, _) =
  match label with
  | Unlabelled -> Printf.sprintf "a%d" index
  | Labelled name -> Printf.sprintf "~%s:a%d" name index
  | Optional name -> Printf.sprintf "?%s:a%d" name index

let observing index (scope, label, ty) =
  let write = code Write scope [] ty in
  let write = match label with Optional _ -> "w_option " ^ write | _ -> write in
  Printf.sprintf "(fun d -> (%s) d a%d)" write index

let writing =
  match result with
  | Con (path, [ ok; error ])
    when is_library result_scope path && without_prefix path = "result" ->
      let part = code Write result_scope [] in
      Printf.sprintf "(w_result %s %s)" (part ok) (part error)
  | _ -> code Write result_scope [] result

let () =
  let each make = List.mapi make parameters in
  let readings = each reading in
  let observed = each observing in
  let text = String.concat in
  print_endline "open Assay_values\nopen Assay_calls";
  List.iter print_endline (List.rev !functors);
  if !definitions <> [] then print_endline ("let rec " ^ text "\nand " !definitions);
  Printf.printf "let () = answer_all (fun call ->\n  let nodes = arrange [%s] call in\n  %s\n"
    (text "; " (List.map taking parameters))
    (text "\n  " readings);
  Printf.printf "  finish call (fun () -> %s %s) %s [%s])\n" (in_unit [] (text "." entry))
    (text " " (each passing))
    writing
    (text "; " observed)
