;; y[row][out] = sum over i of x[row][i] * w[out][i]
;; x: i16 [rows][width], w: i8 [outs][width], y: i32 [rows][outs].
;; rows is a multiple of 2, outs of 4, width of 8. Four outputs of two rows at a time.
(module
  (memory (export "memory") 1)
  (func $sum (param $v v128) (result i32)
    (i32.add
      (i32.add (i32x4.extract_lane 0 (local.get $v)) (i32x4.extract_lane 1 (local.get $v)))
      (i32.add (i32x4.extract_lane 2 (local.get $v)) (i32x4.extract_lane 3 (local.get $v)))))
  (func (export "matmul")
    (param $x i32) (param $w i32) (param $y i32) (param $rows i32) (param $width i32) (param $outs i32)
    (local $out i32) (local $row i32) (local $i i32) (local $xStride i32)
    (local $x0 i32) (local $x1 i32) (local $w0 i32) (local $w1 i32) (local $w2 i32) (local $w3 i32) (local $to i32)
    (local $a v128) (local $b v128) (local $c0 v128) (local $c1 v128) (local $c2 v128) (local $c3 v128)
    (local $s00 v128) (local $s01 v128) (local $s02 v128) (local $s03 v128)
    (local $s10 v128) (local $s11 v128) (local $s12 v128) (local $s13 v128)
    (local.set $xStride (i32.shl (local.get $width) (i32.const 1)))
    (loop $outputs
      (local.set $row (i32.const 0))
      (loop $rowPairs
        (local.set $x0 (i32.add (local.get $x) (i32.mul (local.get $row) (local.get $xStride))))
        (local.set $x1 (i32.add (local.get $x0) (local.get $xStride)))
        (local.set $w0 (i32.add (local.get $w) (i32.mul (local.get $out) (local.get $width))))
        (local.set $w1 (i32.add (local.get $w0) (local.get $width)))
        (local.set $w2 (i32.add (local.get $w1) (local.get $width)))
        (local.set $w3 (i32.add (local.get $w2) (local.get $width)))
        (local.set $s00 (v128.const i64x2 0 0)) (local.set $s01 (v128.const i64x2 0 0))
        (local.set $s02 (v128.const i64x2 0 0)) (local.set $s03 (v128.const i64x2 0 0))
        (local.set $s10 (v128.const i64x2 0 0)) (local.set $s11 (v128.const i64x2 0 0))
        (local.set $s12 (v128.const i64x2 0 0)) (local.set $s13 (v128.const i64x2 0 0))
        (local.set $i (i32.const 0))
        (loop $along
          (local.set $a (v128.load (local.get $x0)))
          (local.set $b (v128.load (local.get $x1)))
          (local.set $c0 (v128.load8x8_s (local.get $w0)))
          (local.set $c1 (v128.load8x8_s (local.get $w1)))
          (local.set $c2 (v128.load8x8_s (local.get $w2)))
          (local.set $c3 (v128.load8x8_s (local.get $w3)))
          (local.set $s00 (i32x4.add (local.get $s00) (i32x4.dot_i16x8_s (local.get $a) (local.get $c0))))
          (local.set $s01 (i32x4.add (local.get $s01) (i32x4.dot_i16x8_s (local.get $a) (local.get $c1))))
          (local.set $s02 (i32x4.add (local.get $s02) (i32x4.dot_i16x8_s (local.get $a) (local.get $c2))))
          (local.set $s03 (i32x4.add (local.get $s03) (i32x4.dot_i16x8_s (local.get $a) (local.get $c3))))
          (local.set $s10 (i32x4.add (local.get $s10) (i32x4.dot_i16x8_s (local.get $b) (local.get $c0))))
          (local.set $s11 (i32x4.add (local.get $s11) (i32x4.dot_i16x8_s (local.get $b) (local.get $c1))))
          (local.set $s12 (i32x4.add (local.get $s12) (i32x4.dot_i16x8_s (local.get $b) (local.get $c2))))
          (local.set $s13 (i32x4.add (local.get $s13) (i32x4.dot_i16x8_s (local.get $b) (local.get $c3))))
          (local.set $x0 (i32.add (local.get $x0) (i32.const 16)))
          (local.set $x1 (i32.add (local.get $x1) (i32.const 16)))
          (local.set $w0 (i32.add (local.get $w0) (i32.const 8)))
          (local.set $w1 (i32.add (local.get $w1) (i32.const 8)))
          (local.set $w2 (i32.add (local.get $w2) (i32.const 8)))
          (local.set $w3 (i32.add (local.get $w3) (i32.const 8)))
          (br_if $along (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 8))) (local.get $width))))
        (local.set $to
          (i32.add (local.get $y)
            (i32.shl (i32.add (i32.mul (local.get $row) (local.get $outs)) (local.get $out)) (i32.const 2))))
        (i32.store offset=0 (local.get $to) (call $sum (local.get $s00)))
        (i32.store offset=4 (local.get $to) (call $sum (local.get $s01)))
        (i32.store offset=8 (local.get $to) (call $sum (local.get $s02)))
        (i32.store offset=12 (local.get $to) (call $sum (local.get $s03)))
        (local.set $to (i32.add (local.get $to) (i32.shl (local.get $outs) (i32.const 2))))
        (i32.store offset=0 (local.get $to) (call $sum (local.get $s10)))
        (i32.store offset=4 (local.get $to) (call $sum (local.get $s11)))
        (i32.store offset=8 (local.get $to) (call $sum (local.get $s12)))
        (i32.store offset=12 (local.get $to) (call $sum (local.get $s13)))
        (br_if $rowPairs (i32.lt_u (local.tee $row (i32.add (local.get $row) (i32.const 2))) (local.get $rows))))
      (br_if $outputs (i32.lt_u (local.tee $out (i32.add (local.get $out) (i32.const 4))) (local.get $outs)))))
  ;; Writes `count` f32 as i16 of at most `largest` and gives what one of them is worth. Counts are multiples of 8.
  (func (export "quantise") (param $x i32) (param $to i32) (param $count i32) (param $largest f32) (result f32)
    (local $at i32) (local $end i32) (local $most v128) (local $peak f32) (local $perUnit v128)
    (local.set $at (local.get $x))
    (local.set $end (i32.add (local.get $x) (i32.shl (local.get $count) (i32.const 2))))
    (loop $measure
      (local.set $most (f32x4.max (local.get $most) (f32x4.abs (v128.load (local.get $at)))))
      (br_if $measure
        (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $end))))
    (local.set $peak
      (f32.max
        (f32.max (f32x4.extract_lane 0 (local.get $most)) (f32x4.extract_lane 1 (local.get $most)))
        (f32.max
          (f32.max (f32x4.extract_lane 2 (local.get $most)) (f32x4.extract_lane 3 (local.get $most)))
          (f32.const 1e-30))))
    (local.set $perUnit (f32x4.splat (f32.div (local.get $largest) (local.get $peak))))
    (loop $write
      (v128.store (local.get $to)
        (i16x8.narrow_i32x4_s
          (i32x4.trunc_sat_f32x4_s (f32x4.nearest (f32x4.mul (v128.load (local.get $x)) (local.get $perUnit))))
          (i32x4.trunc_sat_f32x4_s
            (f32x4.nearest (f32x4.mul (v128.load offset=16 (local.get $x)) (local.get $perUnit))))))
      (local.set $to (i32.add (local.get $to) (i32.const 16)))
      (br_if $write (i32.lt_u (local.tee $x (i32.add (local.get $x) (i32.const 32))) (local.get $end))))
    (f32.div (local.get $peak) (local.get $largest))))
