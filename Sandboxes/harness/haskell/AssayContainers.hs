{-# OPTIONS_GHC -O0 #-}
{-# LANGUAGE IncoherentInstances, FlexibleInstances, FlexibleContexts, TypeOperators, DataKinds #-}
{-# LANGUAGE ScopedTypeVariables, KindSignatures, UndecidableInstances #-}
-- | Text, containers, and types of the source's own.
module AssayContainers (written, made) where

import AssayNode
import AssayValues
import Control.Applicative ((<|>))
import Data.Array (Array, elems, listArray)
import Data.Array.IO (IOArray, IOUArray, getElems, newListArray)
import qualified Data.Array.IArray as I
import Data.Array.MArray (MArray)
import Data.Array.Unboxed (UArray)
import qualified Data.ByteString as B
import Data.ByteString.Builder
import qualified Data.ByteString.Lazy as L
import Data.Complex (Complex(..))
import Data.Foldable (toList)
import Data.IORef
import qualified Data.IntMap as IM
import qualified Data.IntSet as IS
import Data.List.NonEmpty (NonEmpty(..))
import qualified Data.Map as M
import Data.Proxy
import Data.Ratio
import qualified Data.Sequence as Q
import qualified Data.Set as S
import qualified Data.Text as T
import qualified Data.Text.Encoding as T
import qualified Data.Text.Lazy as TL
import GHC.Generics
import System.IO.Unsafe (unsafePerformIO)

instance Encode () where { encode _ () = raw "null" }
instance Decode () where
    decode node = case node of { Null -> Just (); _ -> Nothing }
    taking _ = Never

instance Encode Bool where { encode _ truth = raw (if truth then "true" else "false") }
instance Decode Bool where
    decode node = case node of { Truth truth -> Just truth; _ -> Nothing }

instance Encode Char where
    encode _ letter = text [letter]
    encodeList _ = text
instance Decode Char where
    decode node = case decode node of { Just [letter] -> Just letter; _ -> Nothing }
    decodeList node = case node of
        Text bytes -> Just (letters bytes)
        Bytes bytes -> Just (map (toEnum . fromIntegral) (B.unpack bytes))
        _ -> items node >>= mapM decodeOne
      where
        decodeOne (Text bytes) | [letter] <- letters bytes = Just letter
        decodeOne _ = Nothing

instance Encode T.Text where { encode _ = text . T.unpack }
instance Decode T.Text where
    decode node = case node of
        Text bytes -> either (const Nothing) Just (T.decodeUtf8' bytes)
        _ -> Nothing
instance Encode TL.Text where { encode _ = text . TL.unpack }
instance Decode TL.Text where { decode node = TL.fromStrict <$> decode node }
instance Encode B.ByteString where
    encode _ bytes = raw "{\"$bytes\":\"" <> base64 bytes <> raw "\"}"
instance Decode B.ByteString where
    decode node = case node of
        Text bytes -> Just bytes
        Bytes bytes -> Just bytes
        _ -> Nothing
instance Encode L.ByteString where { encode depth = encode depth . L.toStrict }
instance Decode L.ByteString where { decode node = L.fromStrict <$> decode node }

instance Encode Ordering where { encode _ = text . show }
instance Decode Ordering where
    decode node = decode node >>= (`lookup` [(show found, found) | found <- [LT, EQ, GT]])

instance (Integral a) => Encode (Ratio a) where
    encode _ number = raw "{\"$fraction\":[\"" <> integer (numerator number) <> raw "\",\""
        <> integer (denominator number) <> raw "\"]}"
instance (Integral a, Decode a) => Decode (Ratio a) where
    decode node = case node of
        Tuple [upper, lower] -> do
            (one, other) <- (,) <$> decode upper <*> decode lower
            if other == 0 then Nothing else Just (one % other)
        _ -> (% 1) <$> decode node
instance Encode a => Encode (Complex a) where
    encode depth (one :+ other) =
        raw "{\"$complex\":[" <> encode depth one <> raw "," <> encode depth other <> raw "]}"
instance (Num a, Decode a) => Decode (Complex a) where
    decode node = case node of
        Tuple [one, other] -> (:+) <$> decode one <*> decode other
        _ -> (:+ 0) <$> decode node

-- MARK: containers

instance Encode a => Encode [a] where { encode = encodeList }
instance Decode a => Decode [a] where { decode = decodeList }

instance Encode a => Encode (Maybe a) where { encode depth = maybe (raw "null") (encode depth) }
instance Decode a => Decode (Maybe a) where
    decode node = case node of { Null -> Just Nothing; _ -> Just <$> decode node }

instance (Encode a, Encode b) => Encode (Either a b) where
    encode depth (Left value) = object depth [("Left", (`encode` value))]
    encode depth (Right value) = object depth [("Right", (`encode` value))]
instance (Decode a, Decode b) => Decode (Either a b) where
    decode node = case node of
        Dict [(Text name, held)]
            | letters name == "Left" -> Left <$> decode held
            | letters name == "Right" -> Right <$> decode held
        _ -> Nothing

instance Encode a => Encode (NonEmpty a) where { encode depth = encodeList depth . toList }
instance Decode a => Decode (NonEmpty a) where
    decode node = case decodeList node of
        Just (first : rest) -> Just (first :| rest)
        _ -> Nothing
instance Encode a => Encode (Q.Seq a) where { encode depth = encodeList depth . toList }
instance Decode a => Decode (Q.Seq a) where { decode node = Q.fromList <$> decodeList node }
instance Encode a => Encode (S.Set a) where { encode depth = set depth . S.toList }
instance (Ord a, Decode a) => Decode (S.Set a) where
    decode node = S.fromList <$> decodeList node
instance Encode IS.IntSet where { encode depth = set depth . IS.toList }
instance Decode IS.IntSet where { decode node = IS.fromList <$> decodeList node }
instance (Encode k, Encode v) => Encode (M.Map k v) where
    encode depth = entries depth . M.toList
instance (Ord k, Decode k, Decode v) => Decode (M.Map k v) where
    decode node = M.fromList <$> pairs node
instance Encode v => Encode (IM.IntMap v) where { encode depth = entries depth . IM.toList }
instance Decode v => Decode (IM.IntMap v) where { decode node = IM.fromList <$> pairs node }

-- | Indices count from 0.
instance Encode e => Encode (Array i e) where { encode depth = encodeList depth . elems }
instance (I.Ix i, Num i, Decode e) => Decode (Array i e) where
    decode node = fromZero listArray <$> decodeList node
instance (I.Ix i, Encode e, I.IArray UArray e) => Encode (UArray i e) where
    encode depth = encodeList depth . I.elems
instance (I.Ix i, Num i, Decode e, I.IArray UArray e) => Decode (UArray i e) where
    decode node = fromZero I.listArray <$> decodeList node

fromZero :: Num i => ((i, i) -> [e] -> a) -> [e] -> a
fromZero build found = build (0, fromIntegral (length found) - 1) found

-- What can be changed is written as it is when it is written.
instance Encode a => Encode (IORef a) where
    encode depth cell = encode depth (unsafePerformIO (readIORef cell))
instance Decode a => Decode (IORef a) where
    decode node = (\found -> unsafePerformIO (newIORef found)) <$> decode node
    {-# NOINLINE decode #-}
instance (I.Ix i, Encode e) => Encode (IOArray i e) where
    encode depth array = encodeList depth (unsafePerformIO (getElems array))
instance (I.Ix i, Num i, Decode e) => Decode (IOArray i e) where
    decode node = (\found -> unsafePerformIO (fromZero newListArray found)) <$> decodeList node
instance (I.Ix i, Encode e, MArray IOUArray e IO) => Encode (IOUArray i e) where
    encode depth array = encodeList depth (unsafePerformIO (getElems array))
instance (I.Ix i, Num i, Decode e, MArray IOUArray e IO) => Decode (IOUArray i e) where
    decode node = (\found -> unsafePerformIO (fromZero newListArray found)) <$> decodeList node

parts :: Int -> Node -> Maybe [Node]
parts count node = case node of
    List nodes | length nodes == count -> Just nodes
    Tuple nodes | length nodes == count -> Just nodes
    _ -> Nothing

instance (Encode a, Encode b) => Encode (a, b) where
    encode depth (a, b) = tuple depth [(`encode` a), (`encode` b)]
instance (Decode a, Decode b) => Decode (a, b) where
    decode node = parts 2 node >>= \found -> case found of
        [a, b] -> (,) <$> decode a <*> decode b
        _ -> Nothing
    taking _ = Spread 2
instance (Encode a, Encode b, Encode c) => Encode (a, b, c) where
    encode depth (a, b, c) = tuple depth [(`encode` a), (`encode` b), (`encode` c)]
instance (Decode a, Decode b, Decode c) => Decode (a, b, c) where
    decode node = parts 3 node >>= \found -> case found of
        [a, b, c] -> (,,) <$> decode a <*> decode b <*> decode c
        _ -> Nothing
    taking _ = Spread 3
instance (Encode a, Encode b, Encode c, Encode d) => Encode (a, b, c, d) where
    encode depth (a, b, c, d) = tuple depth [(`encode` a), (`encode` b), (`encode` c), (`encode` d)]
instance (Decode a, Decode b, Decode c, Decode d) => Decode (a, b, c, d) where
    decode node = parts 4 node >>= \found -> case found of
        [a, b, c, d] -> (,,,) <$> decode a <*> decode b <*> decode c <*> decode d
        _ -> Nothing
    taking _ = Spread 4
instance (Encode a, Encode b, Encode c, Encode d, Encode e) => Encode (a, b, c, d, e) where
    encode depth (a, b, c, d, e) = tuple depth
        [(`encode` a), (`encode` b), (`encode` c), (`encode` d), (`encode` e)]
instance (Decode a, Decode b, Decode c, Decode d, Decode e) => Decode (a, b, c, d, e) where
    decode node = parts 5 node >>= \found -> case found of
        [a, b, c, d, e] -> (,,,,) <$> decode a <*> decode b <*> decode c <*> decode d <*> decode e
        _ -> Nothing
    taking _ = Spread 5
instance (Encode a, Encode b, Encode c, Encode d, Encode e, Encode f)
    => Encode (a, b, c, d, e, f) where
    encode depth (a, b, c, d, e, f) = tuple depth
        [(`encode` a), (`encode` b), (`encode` c), (`encode` d), (`encode` e), (`encode` f)]
instance (Decode a, Decode b, Decode c, Decode d, Decode e, Decode f)
    => Decode (a, b, c, d, e, f) where
    decode node = parts 6 node >>= \found -> case found of
        [a, b, c, d, e, f] ->
            (,,,,,) <$> decode a <*> decode b <*> decode c
            <*> decode d <*> decode e <*> decode f
        _ -> Nothing
    taking _ = Spread 6
instance (Encode a, Encode b, Encode c, Encode d, Encode e, Encode f, Encode g)
    => Encode (a, b, c, d, e, f, g) where
    encode depth (a, b, c, d, e, f, g) = tuple depth
        [(`encode` a), (`encode` b), (`encode` c),
        (`encode` d), (`encode` e), (`encode` f), (`encode` g)]
instance (Decode a, Decode b, Decode c, Decode d, Decode e, Decode f, Decode g)
    => Decode (a, b, c, d, e, f, g) where
    decode node = parts 7 node >>= \found -> case found of
        [a, b, c, d, e, f, g] ->
            (,,,,,,) <$> decode a <*> decode b <*> decode c
            <*> decode d <*> decode e <*> decode f <*> decode g
        _ -> Nothing
    taking _ = Spread 7
instance (Encode a, Encode b, Encode c, Encode d, Encode e, Encode f, Encode g, Encode h)
    => Encode (a, b, c, d, e, f, g, h) where
    encode depth (a, b, c, d, e, f, g, h) = tuple depth
        [(`encode` a), (`encode` b), (`encode` c), (`encode` d),
        (`encode` e), (`encode` f), (`encode` g), (`encode` h)]
instance (Decode a, Decode b, Decode c, Decode d, Decode e, Decode f, Decode g, Decode h)
    => Decode (a, b, c, d, e, f, g, h) where
    decode node = parts 8 node >>= \found -> case found of
        [a, b, c, d, e, f, g, h] ->
            (,,,,,,,) <$> decode a <*> decode b <*> decode c <*> decode d
            <*> decode e <*> decode f <*> decode g <*> decode h
        _ -> Nothing
    taking _ = Spread 8

-- MARK: types of the source's own

-- | As constructors: a name alone, or with what it holds; a type of one constructor with names for
-- its parts is these; a newtype is what it wraps.
written :: (Generic a, Whole (Rep a)) => Int -> a -> Builder
written depth = wholePut depth . from

made :: (Generic a, Whole (Rep a)) => Node -> Maybe a
made = fmap to . wholeGet

class Whole f where
    wholePut :: Int -> f p -> Builder
    wholeGet :: Node -> Maybe (f p)

instance (Encode a, Decode a)
    => Whole (D1 ('MetaData name m p 'True) (C1 c (S1 s (Rec0 a)))) where
    wholePut depth (M1 (M1 (M1 (K1 value)))) = encode depth value
    wholeGet node = M1 . M1 . M1 . K1 <$> decode node
instance Choices f => Whole (D1 ('MetaData name m p 'False) f) where
    wholePut depth (M1 value) = choicePut (count (Proxy :: Proxy f) == 1) depth value
    wholeGet node = M1 <$> choiceGet (count (Proxy :: Proxy f) == 1) node

class Choices f where
    count :: Proxy f -> Int
    choicePut :: Bool -> Int -> f p -> Builder
    choiceGet :: Bool -> Node -> Maybe (f p)

instance Choices V1 where
    count _ = 0
    choicePut _ _ _ = cannot "nothing"
    choiceGet _ _ = Nothing
instance (Choices f, Choices g) => Choices (f :+: g) where
    count _ = count (Proxy :: Proxy f) + count (Proxy :: Proxy g)
    choicePut alone depth (L1 value) = choicePut alone depth value
    choicePut alone depth (R1 value) = choicePut alone depth value
    choiceGet alone node = (L1 <$> choiceGet alone node) <|> (R1 <$> choiceGet alone node)
instance (Constructor c, Fields f) => Choices (C1 c f) where
    count _ = 1
    choicePut alone depth value@(M1 held) = case fieldsPut held of
        [] -> text (conName value)
        fields
            | conIsRecord value && alone -> object depth fields
            | conIsRecord value -> object depth [(conName value, (`object` fields))]
        [(_, part)] -> object depth [(conName value, part)]
        fields -> object depth [(conName value, (`list` map snd fields))]
    choiceGet alone node = case (node, names) of
        (Text name, []) | letters name == conName value -> M1 . fst <$> fieldsGet []
        (Dict _, _ : _) | conIsRecord value && alone -> record node
        (Dict [(Text name, held)], _ : rest)
            | letters name /= conName value -> Nothing
            | conIsRecord value -> record held
            | null rest -> M1 . fst <$> fieldsGet [held]
            | otherwise -> parts (length names) held >>= fmap (M1 . fst) . fieldsGet
        _ -> Nothing
      where
        value = undefined :: C1 c f p
        names = fieldNames (Proxy :: Proxy f)
        -- A part that is absent is null.
        record (Dict found)
            | all known found =
                M1 . fst <$> fieldsGet [maybe Null id (lookup name (told found)) | name <- names]
        record _ = Nothing
        known (Text key, _) = letters key `elem` names
        known _ = False
        told found = [(letters key, part) | (Text key, part) <- found]

class Fields f where
    fieldNames :: Proxy f -> [String]
    fieldsPut :: f p -> [(String, Int -> Builder)]
    fieldsGet :: [Node] -> Maybe (f p, [Node])

instance Fields U1 where
    fieldNames _ = []
    fieldsPut _ = []
    fieldsGet nodes = Just (U1, nodes)
instance (Fields f, Fields g) => Fields (f :*: g) where
    fieldNames _ = fieldNames (Proxy :: Proxy f) ++ fieldNames (Proxy :: Proxy g)
    fieldsPut (one :*: other) = fieldsPut one ++ fieldsPut other
    fieldsGet nodes = do
        (one, rest) <- fieldsGet nodes
        (other, after) <- fieldsGet rest
        Just (one :*: other, after)
instance (Selector s, Encode a, Decode a) => Fields (S1 s (Rec0 a)) where
    fieldNames _ = [selName (undefined :: S1 s (Rec0 a) p)]
    fieldsPut field@(M1 (K1 value)) = [(selName field, (`encode` value))]
    fieldsGet (node : rest) = (\value -> (M1 (K1 value), rest)) <$> decode node
    fieldsGet [] = Nothing
