import { openContainer, writeContainer } from '../../worker/knowledge/snapshot/container.ts';
import { trainNextAction } from '../../worker/knowledge/train/next-action.ts';
import { openActionModel } from '../../worker/knowledge/triage/next-action.ts';
import { readJsonLines } from './read-json-lines.ts';
import { readFileSync } from 'node:fs';
const S='/work/shared/data/star/';const all:any[]=readJsonLines(S+'dialogues.jsonl.gz');const pol=JSON.parse(readFileSync(S+'task_policies.json','utf8'));
const procs=Object.entries(pol).map(([id,v]:any)=>({id,replies:v.replies,graph:v.graph}));
const isTest=(id:number)=>(Math.imul(id+1,0x9e3779b1)>>>0)%5===0; const frac=Number(process.argv[2]??.5);
const toT=(t:any)=>({who:t.who,text:t.text??t.api_result??(t.api?JSON.stringify({api:t.api,constraints:t.constraints}):''),action:t.who==='agent'?(t.action??null):null});
const tr=all.filter(d=>!isTest(d.id)).filter((_,i)=>i%100<frac*100),te=all.filter(d=>isTest(d.id)).filter((_,i)=>i%2===0);
let t0=performance.now();const m=openActionModel(openContainer(writeContainer(trainNextAction(tr.map(d=>({turns:d.turns.map(toT),language:'en'})),procs)).buffer as any))!;console.log('train',((performance.now()-t0)/1000).toFixed(0));
const conf:any={};let n=0,ok=0,top2=0;const by:any={};for(const d of te){const T=d.turns.map(toT);T.forEach((t:any,i:number)=>{if(t.action===null)return;const p=m.predict(T.slice(Math.max(0,i-40),i));n++;const k=(d.happy?'happy':'unhappy')+(d.multi_task?'M':'S');by[k]??=[0,0];by[k][0]++;if(p[0].action===t.action){ok++;by[k][1]++}else{conf[t.action+' <- '+p[0].action]=(conf[t.action+' <- '+p[0].action]??0)+1}if(p.slice(0,2).some((x:any)=>x.action===t.action))top2++})}
console.log('acc',(ok/n).toFixed(4),'top2',(top2/n).toFixed(4),n,JSON.stringify(Object.fromEntries(Object.entries(by).map(([k,v]:any)=>[k,(v[1]/v[0]).toFixed(3)+'/'+v[0]]))));
if(process.argv[3])console.log(Object.entries(conf).sort((a:any,b:any)=>b[1]-a[1]).slice(0,45).map(x=>x.join(' ')).join('\n'));
